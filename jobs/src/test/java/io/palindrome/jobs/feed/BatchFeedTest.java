package io.palindrome.jobs.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.pipeline.batch.BatchPacker;
import io.palindrome.pipeline.batch.Crop;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

class BatchFeedTest {
  private static DataSet dataSet(int[]... pieces) {
    List<Crop> crops = Arrays.stream(pieces).map(piece -> new Crop(0, 0, piece.length)).toList();
    return BatchFeed.dataSet(new BatchPacker(9, 1).pack(crops, List.of(pieces)));
  }

  @Test
  void tokensAndLabelsAreIntMatrices() {
    DataSet dataSet = dataSet(new int[] {1, 2, 3}, new int[] {4, 5, 6});
    assertThat(dataSet.getFeatures().dataType()).isEqualTo(DataType.INT32);
    assertThat(dataSet.getFeatures().toIntMatrix())
        .isDeepEqualTo(new int[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(dataSet.getLabels().toIntMatrix()).isDeepEqualTo(new int[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(dataSet.getFeaturesMaskArray()).isNull();
  }

  @Test
  void masksAndIgnoresPadding() {
    DataSet dataSet = dataSet(new int[] {1, 2, 3}, new int[] {4});
    assertThat(dataSet.getFeatures().toIntMatrix())
        .isDeepEqualTo(new int[][] {{1, 2, 3}, {4, 9, 9}});
    assertThat(dataSet.getLabels().toIntMatrix())
        .isDeepEqualTo(new int[][] {{1, 2, 3}, {4, -100, -100}});
    assertThat(dataSet.getFeaturesMaskArray().toIntMatrix())
        .isDeepEqualTo(new int[][] {{1, 1, 1}, {1, 0, 0}});
  }
}
