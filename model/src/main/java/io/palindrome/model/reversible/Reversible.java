package io.palindrome.model.reversible;

import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the last streams and the hash orders only, and rebuilds every input from the outputs:
 * memory does not grow with depth. After {@code backward} the streams hold the rebuilt inputs.
 */
public record Reversible() implements MemoryStrategy {
  @Override
  public Tape forward(List<ReversibleBlock> blocks, Streams x, Pass pass) {
    List<FixedBlock> fixed = new ArrayList<>();
    for (ReversibleBlock block : blocks) {
      fixed.add(block.forward(x, Keeper.NOTHING, pass));
    }
    return new ReversibleTape(x, fixed, pass);
  }

  private record ReversibleTape(Streams output, List<FixedBlock> blocks, Pass pass)
      implements Tape {
    @Override
    public void backward(Streams grad, Gradients into) {
      for (int i = blocks.size() - 1; i >= 0; i--) {
        blocks.get(i).reverse(output, grad, into, pass);
      }
    }

    @Override
    public void close() {
      blocks.forEach(FixedBlock::close);
    }
  }
}
