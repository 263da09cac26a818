package io.palindrome.jobs.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.AveragingConfig;
import io.palindrome.conf.BatchConfig;
import io.palindrome.conf.OptimizerStateKind;
import io.palindrome.conf.OuterKind;
import io.palindrome.conf.TrainConfig;
import io.palindrome.pipeline.batch.Crop;
import io.palindrome.pipeline.dataset.DatasetIndex;
import io.palindrome.pipeline.dataset.DocumentEntry;
import io.palindrome.pipeline.split.Split;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CropStepsTest {
  private static final DatasetIndex DOCUMENTS =
      new DatasetIndex("f00d", List.of(document("a", 100), document("b", 60), document("c", 33)));

  private static DocumentEntry document(String id, int tokens) {
    return new DocumentEntry(id, Split.TRAIN, "/x.parquet", 0, tokens, tokens, tokens, "");
  }

  private static CropSteps steps(int workers, int localSteps, int size) {
    TrainConfig d = TrainConfig.DEFAULT;
    return new CropSteps(
        DOCUMENTS,
        new TrainConfig(
            5,
            9,
            d.precision(),
            new BatchConfig(32, size, List.of(16), List.of(2)),
            d.memory(),
            d.optimizer(),
            new AveragingConfig(workers, localSteps, OuterKind.AVERAGE, OptimizerStateKind.AVERAGE),
            d.checkpoint(),
            d.evaluation(),
            d.reconstruction(),
            d.health()));
  }

  @Test
  void workersTakeTurnsInTheOrderOfTheExamples() {
    CropSteps steps = steps(3, 2, 4);
    StepDescriptor step = steps.step(2, 1, 1);
    assertThat(step.example()).isEqualTo(((2 * 2 + 1) * 3 + 1) * 4);
    assertThat(step.step()).isEqualTo(5);
    assertThat(step.crops()).hasSize(4);
    assertThat(steps.step(2, 2, 1).example()).isEqualTo(step.example() + 4);
    assertThat(steps.step(3, 0, 0).example()).isEqualTo(step.example() + 8);
  }

  @Test
  void anEpochHasEveryCropOnce() {
    CropSteps steps = steps(1, 1, 1);
    List<Crop> seen = new ArrayList<>();
    long perEpoch = 4 + 2 + 2;
    for (long round = 2 * perEpoch; round < 3 * perEpoch; round++) {
      seen.addAll(steps.step(round, 0, 0).crops());
    }
    assertThat(seen).doesNotHaveDuplicates().hasSize((int) perEpoch);
    assertThat(seen.stream().mapToInt(Crop::length).sum()).isEqualTo(193);
    assertThat(steps.epochs(2 * perEpoch)).isCloseTo(2, within(1e-12));
  }

  @Test
  void firstRoundsHaveShortCrops() {
    CropSteps steps = steps(2, 3, 2);
    assertThat(steps.step(1, 1, 2).crops()).allMatch(crop -> crop.length() <= 16);
    assertThat(steps.step(2, 0, 0).crops()).anyMatch(crop -> crop.length() > 16);
  }

  @Test
  void isTheSameWhateverWasAskedBefore() {
    CropSteps asked = steps(2, 3, 2);
    StepDescriptor late = asked.step(7, 1, 2);
    asked.step(0, 0, 0);
    assertThat(asked.step(7, 1, 2)).isEqualTo(late).isEqualTo(steps(2, 3, 2).step(7, 1, 2));
  }
}
