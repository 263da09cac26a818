package io.palindrome.model.coupling;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Branch;
import io.palindrome.model.layer.Decided;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Layer;
import io.palindrome.model.layer.Pass;

/**
 * A branch that is not only additive, a part for every chunk of rows (docs/derivations/couplings).
 *
 * <pre>r, t = conditioner(x),  target = target * m(r) + t</pre>
 *
 * <p>x: [rows, width in]; target: [rows, width]; r, t: [rows, width].
 *
 * @param chunkRows rows of one part
 */
public record CouplingBranch(
    Conditioner conditioner, Coupling coupling, int chunkRows, Volume volume) implements Branch {
  public CouplingBranch {
    Check.that(
        chunkRows >= 1, "rows of a coupling's part must be 1 or more, but are %d", chunkRows);
  }

  @Override
  public int parts(Pass pass) {
    return Pass.tiles(pass.sequences().rows(), chunkRows);
  }

  @Override
  public Decided decide(int part, Matrix x, Matrix target, Direction direction, Pass pass) {
    int columns = conditioner.outputs();
    Check.that(
        columns == coupling.outputs() * target.columns(),
        "a conditioner must have %d outputs for each of %d columns, but has %d",
        coupling.outputs(),
        target.columns(),
        columns);
    int first = part * chunkRows;
    Layer chunk = new Chunk(this, first, Math.min(chunkRows, x.rows() - first));
    return new Decided(chunk, chunk.evaluate(x, target, direction, pass));
  }

  private record Chunk(CouplingBranch branch, int first, int rows) implements Layer {
    @Override
    public Evaluation evaluate(Matrix x, Matrix target, Direction direction, Pass pass) {
      CouplingEvaluation evaluation =
          new CouplingEvaluation(branch, x.rowRange(first, rows), first, pass);
      evaluation.apply(target.rowRange(first, rows), direction);
      return evaluation;
    }
  }
}
