package io.palindrome.jobs.averaging.mean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SlicesTest {
  @ParameterizedTest(name = "{0} elements in slices of {1}, {2}")
  @CsvSource({"1, 4, FLOAT", "4, 4, FLOAT", "9, 4, FLOAT", "9, 1, DOUBLE", "7, 100, DOUBLE"})
  void pastingWhatWasCutGivesTheSameVector(int length, int elements, DataType type) {
    Slices slices = new Slices(elements);
    INDArray vector = Nd4j.linspace(type, 0.1, 0.37, length).reshape(length);
    List<byte[]> cut = slices.cut(vector);
    assertThat(cut).hasSize(slices.count(length)).hasSize((length + elements - 1) / elements);
    INDArray copy = Nd4j.zeros(type, length);
    slices.paste(cut, copy);
    assertThat(copy).isEqualTo(vector);
  }

  @Test
  void readsAndWritesViewsOnly() {
    Slices slices = new Slices(2);
    INDArray all = Nd4j.arange(8).castTo(DataType.FLOAT);
    INDArray view = all.get(NDArrayIndex.interval(2, 5));
    List<byte[]> cut = slices.cut(view);
    view.assign(0);
    slices.paste(cut, view);
    assertThat(all.toFloatVector()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void knownSlicesStayWhereTheVectorHoldsTheSame() {
    Slices slices = new Slices(2);
    INDArray vector = Nd4j.arange(5).castTo(DataType.FLOAT);
    List<byte[]> known = slices.cut(vector);
    vector.putScalar(3, -1);
    List<byte[]> cut = slices.cut(vector, known);
    assertThat(cut.get(0)).isSameAs(known.get(0));
    assertThat(cut.get(2)).isSameAs(known.get(2));
    assertThat(cut).usingRecursiveComparison().isEqualTo(slices.cut(vector));
    assertThat(slices.cut(vector, known.subList(0, 2))).hasSize(3);
  }

  @Test
  void aMissingVectorHasNoSlices() {
    assertThat(new Slices(2).cut(null)).isEmpty();
    new Slices(2).paste(List.of(), null);
  }

  @Test
  void rejectsAnotherNumberOfSlices() {
    assertThatThrownBy(() -> new Slices(2).paste(List.of(new byte[8]), Nd4j.zeros(5)))
        .hasMessage("slices must be 3, but are 1");
  }
}
