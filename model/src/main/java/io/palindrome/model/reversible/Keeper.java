package io.palindrome.model.reversible;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Evaluation;

/** What is kept of a block's forward pass, for each of its two branches in turn. */
interface Keeper {
  /** Starts a branch; returns its input: the stream itself, or a copy that outlives its change. */
  Matrix input(Matrix stream);

  /** Takes the evaluation of the branch's next part, to keep or to close. */
  void keep(Evaluation evaluation);

  /** Keeps nothing: every evaluation is closed as soon as its output was added. */
  Keeper NOTHING =
      new Keeper() {
        @Override
        public Matrix input(Matrix stream) {
          return stream;
        }

        @Override
        public void keep(Evaluation evaluation) {
          evaluation.close();
        }
      };
}
