package io.palindrome.jobs.bench;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.pipeline.token.Tokenizer;
import io.palindrome.pipeline.token.Vocabulary;
import java.util.List;
import java.util.stream.IntStream;

/** The network that a benchmark runs: the configuration's, with positions for the length. */
public final class BenchModel {
  private BenchModel() {}

  /** The network for sequences of {@code length} tokens. */
  public static ReformerConfig of(RunConfig config, int length) {
    Vocabulary vocabulary = Tokenizer.of(config.tokenizer()).vocabulary();
    ReformerConfig model = config.model().forVocabulary(vocabulary.size(), vocabulary.pad());
    int multiple = model.lengthMultiple();
    int padded = Math.toIntExact(((long) length + multiple - 1) / multiple * multiple);
    return padded <= model.position().maxLength() ? model : longer(model, padded);
  }

  /** Axial tables are about as many rows as columns, a power of two, as long as needed. */
  private static ReformerConfig longer(ReformerConfig model, int length) {
    PositionConfig old = model.position();
    int columns = 1;
    while ((long) columns * columns < length) {
      columns *= 2;
    }
    int rows = (length + columns - 1) / columns;
    List<Integer> shape =
        old.kind() == PositionKind.AXIAL ? List.of(rows, columns) : old.axialShape();
    PositionConfig position = new PositionConfig(old.kind(), length, shape, old.axialWidths());
    return with(model, model.layers(), position);
  }

  /** The same network with another depth: its layers over and over. */
  static ReformerConfig withDepth(ReformerConfig model, int depth) {
    List<AttentionKind> layers =
        IntStream.range(0, depth)
            .mapToObj(i -> model.layers().get(i % model.layers().size()))
            .toList();
    return with(model, layers, model.position());
  }

  private static ReformerConfig with(
      ReformerConfig model, List<AttentionKind> layers, PositionConfig position) {
    return new ReformerConfig(
        model.vocabularySize(),
        model.dModel(),
        model.heads(),
        model.dHead(),
        layers,
        model.causal(),
        model.hiddenDropout(),
        model.layerNormEpsilon(),
        model.headChunkRows(),
        model.padToken(),
        position,
        model.lsh(),
        model.local(),
        model.full(),
        model.feedForward());
  }
}
