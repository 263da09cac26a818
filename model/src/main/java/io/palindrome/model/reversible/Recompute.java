package io.palindrome.model.reversible;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the streams before every {@code every}-th block and computes a segment's evaluations anew
 * on the way back (Chen et al. 2016, arXiv:1604.06174). Exact, unlike a reversal in floating point.
 */
public record Recompute(int every) implements MemoryStrategy {
  public Recompute {
    Check.that(every >= 1, "train.memory.recompute-every must be at least 1, but is %d", every);
  }

  @Override
  public Tape forward(List<ReversibleBlock> blocks, Streams x, Pass pass) {
    List<FixedBlock> fixed = new ArrayList<>();
    List<Streams> kept = new ArrayList<>();
    for (ReversibleBlock block : blocks) {
      if (fixed.size() % every == 0) {
        kept.add(new Streams(copy(x.x1(), pass), copy(x.x2(), pass)));
      }
      fixed.add(block.forward(x, Keeper.NOTHING, pass));
    }
    return new SegmentTape(every, x, fixed, kept, pass);
  }

  private static Matrix copy(Matrix stream, Pass pass) {
    Matrix copy = pass.arena().take(stream.rows(), stream.columns());
    pass.kernels().copy(stream, copy);
    return copy;
  }

  private record SegmentTape(
      int every, Streams output, List<FixedBlock> blocks, List<Streams> kept, Pass pass)
      implements Tape {
    @Override
    public void backward(Streams grad, Gradients into) {
      for (int segment = kept.size() - 1; segment >= 0; segment--) {
        Streams start = kept.remove(segment);
        int first = segment * every;
        int end = Math.min(first + every, blocks.size());
        backward(start, blocks.subList(first, end), grad, into);
        start.giveBack(pass.arena());
      }
    }

    private void backward(Streams x, List<FixedBlock> segment, Streams grad, Gradients into) {
      List<BlockEvaluation> evaluations = new ArrayList<>();
      for (FixedBlock block : segment) {
        BlockEvaluation evaluation = new BlockEvaluation(pass);
        block.forward(x, evaluation, pass);
        evaluations.add(evaluation);
      }
      for (int i = evaluations.size() - 1; i >= 0; i--) {
        try (BlockEvaluation evaluation = evaluations.remove(i)) {
          evaluation.backward(grad, into);
        }
      }
    }

    @Override
    public void close() {
      kept.forEach(streams -> streams.giveBack(pass.arena()));
      kept.clear();
      blocks.forEach(FixedBlock::close);
    }
  }
}
