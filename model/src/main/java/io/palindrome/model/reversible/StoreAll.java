package io.palindrome.model.reversible;

import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import java.util.ArrayList;
import java.util.List;

/** Keeps every evaluation of every block: least computing, memory that grows with depth. */
public record StoreAll() implements MemoryStrategy {
  @Override
  public Tape forward(List<ReversibleBlock> blocks, Streams x, Pass pass) {
    List<FixedBlock> fixed = new ArrayList<>();
    List<BlockEvaluation> evaluations = new ArrayList<>();
    for (ReversibleBlock block : blocks) {
      BlockEvaluation evaluation = new BlockEvaluation(pass);
      fixed.add(block.forward(x, evaluation, pass));
      evaluations.add(evaluation);
    }
    return new StoredTape(x, fixed, evaluations);
  }

  private record StoredTape(
      Streams output, List<FixedBlock> blocks, List<BlockEvaluation> evaluations) implements Tape {
    @Override
    public void backward(Streams grad, Gradients into) {
      for (int i = evaluations.size() - 1; i >= 0; i--) {
        try (BlockEvaluation evaluation = evaluations.remove(i)) {
          evaluation.backward(grad, into);
        }
      }
    }

    @Override
    public void close() {
      evaluations.forEach(BlockEvaluation::close);
      blocks.forEach(FixedBlock::close);
    }
  }
}
