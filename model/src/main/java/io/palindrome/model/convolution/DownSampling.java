package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;

/**
 * A layer that halves height and width and is not reversible, so that its input must be stored
 * (Gomez et al. 2017, section 3.2).
 */
record DownSampling(Chain chain, Keeping keeping) implements Stage {
  /** What is kept for the way back. */
  enum Keeping {
    /** The input; everything else is computed again. */
    INPUT,
    /** The input and the whole evaluation. */
    EVALUATION
  }

  @Override
  public StageTape forward(Matrix x, Statistics statistics, Pass pass) {
    ChainEvaluation evaluation = chain.evaluate(x, statistics, pass);
    Matrix output = evaluation.releaseOutput();
    if (keeping == Keeping.INPUT) {
      evaluation.close();
      evaluation = null;
    }
    return new Down(this, x, output, statistics.again(), evaluation, pass);
  }

  /** The input belongs to the stage before. */
  private static final class Down implements StageTape {
    private final DownSampling stage;
    private final Matrix input;
    private final Statistics statistics;
    private final Pass pass;
    private Matrix output;
    private ChainEvaluation evaluation;

    Down(
        DownSampling stage,
        Matrix input,
        Matrix output,
        Statistics statistics,
        ChainEvaluation evaluation,
        Pass pass) {
      this.stage = stage;
      this.input = input;
      this.output = output;
      this.statistics = statistics;
      this.evaluation = evaluation;
      this.pass = pass;
    }

    @Override
    public Matrix output() {
      return output;
    }

    @Override
    public Matrix backward(Matrix grad, Gradients into) {
      giveBackOutput();
      if (evaluation == null) {
        evaluation = stage.chain.evaluate(input, statistics, pass);
        evaluation.giveBackOutput();
      }
      Matrix gradX = pass.arena().takeZeros(input.rows(), input.columns());
      evaluation.backward(grad, gradX, into);
      pass.arena().giveBack(grad);
      close();
      return gradX;
    }

    private void giveBackOutput() {
      if (output != null) {
        pass.arena().giveBack(output);
        output = null;
      }
    }

    @Override
    public void close() {
      giveBackOutput();
      if (evaluation != null) {
        evaluation.close();
        evaluation = null;
      }
    }
  }
}
