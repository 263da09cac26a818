package io.palindrome.model.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {
  @Test
  void slotsFollowEachOtherWithoutGaps() {
    ParameterLayout layout = ParameterLayout.of(TinyConfigs.axial());
    long end = 0;
    for (Slot slot : layout.slots()) {
      assertThat(slot.offset()).as(slot.name()).isEqualTo(end);
      end += slot.length();
    }
    assertThat(layout.parameterCount()).isEqualTo(end);
  }

  @Test
  void shapesOfWideHeadsAndTwoStreamsAreRight() {
    ParameterLayout layout = ParameterLayout.of(TinyConfigs.axial());
    assertThat(layout.wordEmbeddings().shape()).containsExactly(11L, 8L);
    AttentionSlots.Local local = (AttentionSlots.Local) layout.layer(0).attention();
    AttentionSlots.Lsh lsh = (AttentionSlots.Lsh) layout.layer(1).attention();
    assertThat(local.key().name())
        .isEqualTo("reformer.encoder.layers.0.attention.self_attention.key.weight");
    assertThat(local.key().shape()).containsExactly(6L, 8L);
    assertThat(lsh.queryKey().name())
        .isEqualTo("reformer.encoder.layers.1.attention.self_attention.query_key.weight");
    assertThat(lsh.output().shape()).containsExactly(8L, 6L);
    assertThat(layout.finalNorm().gain().shape()).containsExactly(16L);
    assertThat(layout.head().weight().shape()).containsExactly(11L, 16L);
    assertThat(layout.head().bias().name()).isEqualTo("lm_head.bias");
  }

  @Test
  void axialTablesCountRowsAndColumns() {
    PositionSlots.Axial axial =
        (PositionSlots.Axial) ParameterLayout.of(TinyConfigs.axial()).positions();
    assertThat(axial.rows().shape()).containsExactly(4L, 1L, 3L);
    assertThat(axial.columns().shape()).containsExactly(1L, 16L, 5L);
    assertThat(axial.columns().rows()).isEqualTo(16);
    assertThat(axial.columns().columns()).isEqualTo(5);
  }

  @Test
  void learnedTableHasOneRowPerPosition() {
    PositionSlots.Learned learned =
        (PositionSlots.Learned) ParameterLayout.of(TinyConfigs.learned()).positions();
    assertThat(learned.table().name())
        .isEqualTo("reformer.embeddings.position_embeddings.embedding.weight");
    assertThat(learned.table().shape()).containsExactly(64L, 8L);
  }

  @Test
  void unknownNameSuggestsTheNearest() {
    ParameterLayout layout = ParameterLayout.of(TinyConfigs.axial());
    assertThatThrownBy(() -> layout.slot("lm_head.biass"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "slot must be one of this layout's 30, but is lm_head.biass; the nearest is"
                + " lm_head.bias");
    assertThat(layout.slot("lm_head.bias")).isEqualTo(layout.head().bias());
  }

  @Test
  void slotRejectsEmptyAxes() {
    assertThatThrownBy(() -> new Slot("w", 0, List.of(3L, 0L)))
        .hasMessage("shape of w must have axes of at least 1, but is [3, 0]");
  }
}
