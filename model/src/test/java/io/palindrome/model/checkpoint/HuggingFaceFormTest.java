package io.palindrome.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.FeedForwardConfig;
import io.palindrome.conf.FeedForwardKind;
import io.palindrome.conf.LocalConfig;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.UserException;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.parameter.TinyConfigs;
import java.util.List;
import org.junit.jupiter.api.Test;

class HuggingFaceFormTest {
  private static ReformerConfig with(
      PositionConfig position, LocalConfig local, FeedForwardConfig feedForward) {
    return with(0, position, local, feedForward);
  }

  private static ReformerConfig with(
      int headChunkRows,
      PositionConfig position,
      LocalConfig local,
      FeedForwardConfig feedForward) {
    ReformerConfig tiny = TinyConfigs.learned();
    return new ReformerConfig(
        tiny.vocabularySize(),
        tiny.dModel(),
        tiny.heads(),
        tiny.dHead(),
        tiny.layers(),
        tiny.causal(),
        tiny.hiddenDropout(),
        tiny.layerNormEpsilon(),
        headChunkRows,
        tiny.padToken(),
        position,
        tiny.lsh(),
        local,
        tiny.full(),
        feedForward);
  }

  @Test
  void whatHuggingFaceHasIsWrittenAsInACheckpoint() {
    for (ReformerConfig config :
        new ReformerConfig[] {TinyConfigs.axial(), TinyConfigs.learned()}) {
      assertThat(HuggingFaceForm.render(config)).isEqualTo(HuggingFaceConfig.render(config));
    }
  }

  /** Hugging Face refuses a length that is no multiple of its chunk sizes. */
  @Test
  void chunksOfRowsAreLeftOut() {
    ReformerConfig tiny = TinyConfigs.learned();
    FeedForwardConfig chunked =
        new FeedForwardConfig(
            FeedForwardKind.PLAIN,
            tiny.feedForward().dFeedForward(),
            tiny.feedForward().activation(),
            4096);
    assertThat(HuggingFaceForm.render(with(2048, tiny.position(), tiny.local(), chunked)))
        .isEqualTo(HuggingFaceForm.render(tiny))
        .contains("\"chunk_size_lm_head\" : 0", "\"chunk_size_feed_forward\" : 0");
  }

  @Test
  void fullLayersAreRefused() {
    ReformerConfig full =
        TinyNetwork.config(
            List.of(AttentionKind.LOCAL, AttentionKind.FULL), PositionKind.LEARNED, 0);
    assertThatThrownBy(() -> HuggingFaceForm.render(full))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot export to Hugging Face's form: model.layers must be [local, lsh], but is"
                + " [local, full]; its Reformer computes nothing else");
  }

  @Test
  void everyOptionThatItLacksIsNamed() {
    ReformerConfig tiny = TinyConfigs.learned();
    PositionConfig learned = tiny.position();
    LocalConfig local = tiny.local();
    FeedForwardConfig plain = tiny.feedForward();
    PositionConfig rotary =
        new PositionConfig(
            PositionKind.ROTARY, learned.maxLength(), learned.axialShape(), learned.axialWidths());
    LocalConfig mixed =
        new LocalConfig(local.chunkLength(), local.chunksBefore(), local.chunksAfter(), 0.0, 1);
    FeedForwardConfig gated =
        new FeedForwardConfig(
            FeedForwardKind.GATED, plain.dFeedForward(), plain.activation(), plain.chunkRows());
    assertThatThrownBy(() -> HuggingFaceForm.render(with(rotary, mixed, gated)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot export to Hugging Face's form: model.feed-forward.kind must be plain, but is gated, and model.local.heads-in-lsh-layers must be 0, but is 1, and model.position.kind must be learned, but is rotary; its Reformer computes nothing else");
  }
}
