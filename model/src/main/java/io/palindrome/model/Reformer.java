package io.palindrome.model;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.attention.AttentionBranch;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.layer.ChunkedFeedForward;
import io.palindrome.model.layer.CrossEntropyHead;
import io.palindrome.model.layer.LossTarget;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.TokenEmbedding;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.LayerSlots;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.Reversible;
import io.palindrome.model.reversible.ReversibleBlock;
import io.palindrome.model.reversible.Streams;
import io.palindrome.model.reversible.Tape;
import java.util.ArrayList;
import java.util.List;

/**
 * The network: embed, reversible blocks, head, loss (Kitaev et al. 2020, arXiv:2001.04451;
 * REFORMER.md section 1). Immutable and shared by threads; all state of a step is in its {@link
 * Pass}.
 *
 * <pre>x1 = x2 = embedding(tokens); x1, x2 = block(x1, x2) for every block; loss = head([x1; x2])
 * </pre>
 */
public final class Reformer {
  private final ReformerConfig config;
  private final ParameterLayout layout;
  private final List<ReversibleBlock> blocks;

  public Reformer(ReformerConfig config) {
    this.config = config;
    this.layout = ParameterLayout.of(config);
    List<ReversibleBlock> all = new ArrayList<>();
    for (int i = 0; i < config.layers().size(); i++) {
      LayerSlots slots = layout.layer(i);
      all.add(
          new ReversibleBlock(
              new AttentionBranch(i, config, slots), new ChunkedFeedForward(i, config, slots)));
    }
    this.blocks = List.copyOf(all);
  }

  public ReformerConfig config() {
    return config;
  }

  public ParameterLayout layout() {
    return layout;
  }

  List<ReversibleBlock> blocks() {
    return blocks;
  }

  /** Loss of a batch; adds the gradient of the mean loss to {@code into}. */
  StepResult gradients(
      PaddedBatch batch,
      MemoryStrategy strategy,
      ReconstructionProbe probe,
      Pass pass,
      Gradients into) {
    long counted = batch.counted();
    pass.arena().resetPeak();
    try (TokenEmbedding embedding = embedding(batch, pass)) {
      Streams streams = embed(embedding, pass);
      try (Tape tape = strategy.forward(blocks, streams, pass)) {
        Streams grad = streams(Purpose.STREAM_GRADIENTS, pass);
        Indices targets = targets(batch, pass);
        Matrix losses = pass.arena().take(Purpose.BATCH, streams.x1().rows(), 1);
        LossTarget target = new LossTarget(targets, counted == 0 ? 0 : 1.0 / counted, losses);
        new CrossEntropyHead(config, layout, pass)
            .lossAndGradient(streams.x1(), streams.x2(), target, grad.x1(), grad.x2(), into);
        tape.backward(grad, into);
        embeddingBackward(embedding, grad, pass, into);
        double error =
            strategy instanceof Reversible && probe == ReconstructionProbe.MEASURE
                ? reconstructionError(embedding, streams, pass)
                : Double.NaN;
        // Last, for on a device it waits for the whole step.
        double total = pass.kernels().sumOfElements(losses);
        pass.arena().giveBack(losses);
        pass.arena().giveBack(targets);
        grad.giveBack(pass.arena());
        long peak = pass.arena().peakBytes();
        return new StepResult(counted == 0 ? 0 : total / counted, counted, error, peak);
      } finally {
        streams.giveBack(pass.arena());
      }
    }
  }

  /** The loss of every row in nats, 0 where nothing is scored. */
  double[] losses(PaddedBatch batch, Pass pass) {
    Indices targets = targets(batch, pass);
    double[] losses =
        forward(
            batch,
            pass,
            streams ->
                new CrossEntropyHead(config, layout, pass)
                    .losses(streams.x1(), streams.x2(), targets));
    pass.arena().giveBack(targets);
    return losses;
  }

  /** The logits of rows [from, to), row-major [to - from, vocabularySize]. */
  double[] logits(PaddedBatch batch, int from, int to, Pass pass) {
    return forward(
        batch,
        pass,
        streams ->
            new CrossEntropyHead(config, layout, pass)
                .logits(streams.x1(), streams.x2(), from, to));
  }

  private interface Output {
    double[] of(Streams streams);
  }

  private double[] forward(PaddedBatch batch, Pass pass, Output output) {
    try (TokenEmbedding embedding = embedding(batch, pass)) {
      Streams streams = embed(embedding, pass);
      try (Tape tape = new Reversible().forward(blocks, streams, pass)) {
        return output.of(tape.output());
      } finally {
        streams.giveBack(pass.arena());
      }
    }
  }

  private TokenEmbedding embedding(PaddedBatch batch, Pass pass) {
    return new TokenEmbedding(config, layout, pass, batch.tokens());
  }

  private Streams streams(Purpose purpose, Pass pass) {
    int rows = pass.sequences().rows();
    Matrix x1 = pass.arena().take(purpose, rows, config.dModel());
    return new Streams(x1, pass.arena().take(purpose, rows, config.dModel()));
  }

  /** Both streams before the first block. */
  Streams embed(TokenEmbedding embedding, Pass pass) {
    Streams streams = streams(Purpose.STREAMS, pass);
    pass.forEachTile(
        first -> {
          Matrix tile = streams.x1().rowRange(first, pass.tileRows(first));
          embedding.embed(first, tile);
          pass.kernels().copy(tile, streams.x2().rowRange(first, tile.rows()));
        });
    return streams;
  }

  private static Indices targets(PaddedBatch batch, Pass pass) {
    Indices targets = pass.arena().takeIndices(Purpose.BATCH, batch.targets().length);
    targets.write(batch.targets());
    return targets;
  }

  /** Both streams start as the embedding, so its gradient is the sum of theirs. */
  private static void embeddingBackward(
      TokenEmbedding embedding, Streams grad, Pass pass, Gradients into) {
    pass.kernels().add(1, grad.x2(), grad.x1());
    pass.forEachTile(
        first -> embedding.backward(first, grad.x1().rowRange(first, pass.tileRows(first)), into));
  }

  private static double reconstructionError(TokenEmbedding embedding, Streams rebuilt, Pass pass) {
    Kernels kernels = pass.kernels();
    double[] largest = {0};
    pass.forEachTile(
        first -> {
          Matrix x1 = rebuilt.x1().rowRange(first, pass.tileRows(first));
          Matrix exact = pass.arena().take(x1.rows(), x1.columns());
          embedding.embed(first, exact);
          Matrix x2 = rebuilt.x2().rowRange(first, x1.rows());
          double error =
              Math.max(kernels.largestDifference(x1, exact), kernels.largestDifference(x2, exact));
          largest[0] = Math.max(largest[0], error);
          pass.arena().giveBack(exact);
        });
    return largest[0];
  }
}
