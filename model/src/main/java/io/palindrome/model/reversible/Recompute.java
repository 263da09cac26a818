package io.palindrome.model.reversible;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the streams before every {@code every}-th block and computes a segment's evaluations anew
 * on the way back (Chen et al. 2016, arXiv:1604.06174); those of the last segment are kept from the
 * way there. Exact, unlike a reversal in floating point.
 *
 * @param every blocks of a segment; 0 = as {@link RecomputeInterval#leastHeld} has it
 */
public record Recompute(int every) implements MemoryStrategy {
  public Recompute {
    Check.that(every >= 0, "train.memory.recompute-every must be 0 or more, but is %d", every);
  }

  @Override
  public Tape forward(List<ReversibleBlock> blocks, Streams x, Pass pass) {
    RecomputeInterval interval =
        every == 0
            ? RecomputeInterval.leastHeld(blocks.size())
            : new RecomputeInterval(blocks.size(), every);
    List<FixedBlock> fixed = new ArrayList<>();
    List<Streams> kept = new ArrayList<>();
    List<BlockEvaluation> last = new ArrayList<>();
    for (ReversibleBlock block : blocks) {
      if (fixed.size() >= interval.recomputed()) {
        last.add(new BlockEvaluation(pass));
        fixed.add(block.forward(x, last.get(last.size() - 1), pass));
      } else {
        if (fixed.size() % interval.every() == 0) {
          kept.add(new Streams(copy(x.x1(), pass), copy(x.x2(), pass)));
        }
        fixed.add(block.forward(x, Keeper.NOTHING, pass));
      }
    }
    return new SegmentTape(interval.every(), x, fixed, kept, last, pass);
  }

  private static Matrix copy(Matrix stream, Pass pass) {
    Matrix copy = pass.arena().take(Purpose.ACTIVATIONS, stream.rows(), stream.columns());
    pass.kernels().copy(stream, copy);
    return copy;
  }

  /** Kept are the streams before each segment but the last, and the evaluations of the last. */
  private record SegmentTape(
      int every,
      Streams output,
      List<FixedBlock> blocks,
      List<Streams> kept,
      List<BlockEvaluation> last,
      Pass pass)
      implements Tape {
    @Override
    public void backward(Streams grad, Gradients into) {
      backward(last, grad, into);
      for (int segment = kept.size() - 1; segment >= 0; segment--) {
        Streams start = kept.remove(segment);
        int first = segment * every;
        backward(evaluate(start, blocks.subList(first, first + every)), grad, into);
        start.giveBack(pass.arena());
      }
    }

    private List<BlockEvaluation> evaluate(Streams x, List<FixedBlock> segment) {
      List<BlockEvaluation> evaluations = new ArrayList<>();
      for (FixedBlock block : segment) {
        BlockEvaluation evaluation = new BlockEvaluation(pass);
        block.forward(x, evaluation, pass);
        evaluations.add(evaluation);
      }
      return evaluations;
    }

    private static void backward(List<BlockEvaluation> evaluations, Streams grad, Gradients into) {
      for (int i = evaluations.size() - 1; i >= 0; i--) {
        try (BlockEvaluation evaluation = evaluations.remove(i)) {
          evaluation.backward(grad, into);
        }
      }
    }

    @Override
    public void close() {
      last.forEach(BlockEvaluation::close);
      last.clear();
      kept.forEach(streams -> streams.giveBack(pass.arena()));
      kept.clear();
      blocks.forEach(FixedBlock::close);
    }
  }
}
