package io.palindrome.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CropPlanTest {
  private static final int[] LENGTHS = {1, 64, 65, 1000, 63, 128};

  @ParameterizedTest(name = "crop length {0}")
  @ValueSource(ints = {0, 1, 7, 64, 5000})
  void anEpochCoversEveryTokenOnce(int cropLength) {
    CropPlan plan = new CropPlan("f", LENGTHS, cropLength, 5);
    for (long epoch = 0; epoch < 3; epoch++) {
      int[][] seen = new int[LENGTHS.length][];
      for (int d = 0; d < LENGTHS.length; d++) {
        seen[d] = new int[LENGTHS[d]];
      }
      for (Crop crop : epoch(plan, epoch)) {
        assertThat(crop.length()).isBetween(1, cropLength == 0 ? 1000 : cropLength);
        for (int i = 0; i < crop.length(); i++) {
          seen[crop.document()][crop.start() + i]++;
        }
      }
      for (int[] document : seen) {
        assertThat(document).containsOnly(1);
      }
    }
  }

  @Test
  void shortDocumentsAreOneCrop() {
    CropPlan plan = new CropPlan("f", new int[] {10, 5}, 64, 5);
    assertThat(plan.examplesPerEpoch()).isEqualTo(2);
    assertThat(epoch(plan, 0)).containsExactlyInAnyOrder(new Crop(0, 0, 10), new Crop(1, 0, 5));
  }

  @Test
  void theOrderIsFixedForEver() {
    CropPlan plan = new CropPlan("fingerprint", new int[] {100, 50}, 25, 7);
    assertThat(epoch(plan, 0))
        .extracting(crop -> crop.document() + ":" + crop.start())
        .containsExactly("0:75", "0:50", "0:25", "1:0", "1:25", "0:0");
  }

  @Test
  void positionsCanBeAskedInAnyOrder() {
    CropPlan one = new CropPlan("f", LENGTHS, 7, 5);
    CropPlan other = new CropPlan("f", LENGTHS, 7, 5);
    List<Crop> forwards = new ArrayList<>();
    List<Crop> backwards = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      forwards.add(one.example(i));
      backwards.add(0, other.example(699 - i));
    }
    assertThat(backwards).isEqualTo(forwards);
  }

  @Test
  void seedEpochAndFingerprintEachChangeTheOrder() {
    CropPlan plan = new CropPlan("f", LENGTHS, 7, 5);
    Set<List<Crop>> orders = new HashSet<>();
    orders.add(epoch(plan, 0));
    orders.add(epoch(plan, 1));
    orders.add(epoch(new CropPlan("f", LENGTHS, 7, 6), 0));
    orders.add(epoch(new CropPlan("g", LENGTHS, 7, 5), 0));
    assertThat(orders).hasSize(4);
  }

  @Test
  void cropsAreAlsoInOrderOfDocuments() {
    CropPlan plan = new CropPlan("f", new int[] {10, 5}, 6, 5);
    assertThat(List.of(plan.inOrder(0), plan.inOrder(1), plan.inOrder(2)))
        .containsExactly(new Crop(0, 0, 6), new Crop(0, 6, 4), new Crop(1, 0, 5));
    assertThatThrownBy(() -> plan.inOrder(3)).hasMessage("piece must be between 0 and 2, but is 3");
  }

  @Test
  void rejectsWhatHasNoPlan() {
    assertThatThrownBy(() -> new CropPlan("f", new int[0], 1, 1))
        .hasMessage("documents must be at least 1, but is 0");
    assertThatThrownBy(() -> new CropPlan("f", new int[] {1, 0}, 1, 1))
        .hasMessage("length of document 1 must be at least 1, but is 0");
    assertThatThrownBy(() -> new CropPlan("f", new int[] {1}, -1, 1))
        .hasMessage("cropLength must be 0 or more, but is -1");
    assertThatThrownBy(() -> new CropPlan("f", new int[] {1}, 1, 1).example(-1))
        .hasMessage("position must be 0 or more, but is -1");
  }

  private static List<Crop> epoch(CropPlan plan, long epoch) {
    List<Crop> crops = new ArrayList<>();
    for (int i = 0; i < plan.examplesPerEpoch(); i++) {
      crops.add(plan.example(epoch * plan.examplesPerEpoch() + i));
    }
    return crops;
  }
}
