package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.ReversibleBlock;
import io.palindrome.model.reversible.Streams;
import io.palindrome.model.reversible.Tape;
import java.util.ArrayList;
import java.util.List;

/**
 * Reversible blocks over the two halves of the channels, which are the residual streams (Gomez et
 * al. 2017, section 3.1).
 *
 * @param betweenBlocks blocks without parameters that follow every block: invertible activations
 */
record ReversibleStage(
    List<ImageBlock> blocks, List<ReversibleBlock> betweenBlocks, MemoryStrategy strategy)
    implements Stage {
  private static Streams halves(Matrix x) {
    int width = x.columns() / 2;
    return new Streams(x.columnRange(0, width), x.columnRange(width, width));
  }

  @Override
  public StageTape forward(Matrix x, Statistics statistics, Pass pass) {
    List<ReversibleBlock> all = new ArrayList<>();
    for (ImageBlock block : blocks) {
      all.add(block.with(statistics));
      all.addAll(betweenBlocks);
    }
    return new InPlace(x, strategy.forward(all, halves(x), pass));
  }

  private record InPlace(Matrix output, Tape tape) implements StageTape {
    @Override
    public Matrix backward(Matrix grad, Gradients into) {
      tape.backward(halves(grad), into);
      tape.close();
      return grad;
    }

    @Override
    public void close() {
      tape.close();
    }
  }
}
