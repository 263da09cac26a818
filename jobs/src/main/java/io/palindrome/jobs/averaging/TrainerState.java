package io.palindrome.jobs.averaging;

import io.palindrome.conf.Check;
import java.io.Serializable;

/**
 * Where a run is, between two averaging rounds. With the parameters, the optimizer state and the
 * configuration it is everything that a resume needs.
 *
 * @param round averaging rounds done
 * @param step optimizer updates that each logical worker made
 * @param tokens labels trained on, over all workers
 * @param examples training examples of the plan that were used
 */
public record TrainerState(long round, long step, long tokens, long examples)
    implements Serializable {
  /** Before the first round. */
  public static final TrainerState START = new TrainerState(0, 0, 0, 0);

  public TrainerState {
    Check.notNegative("round", round);
    Check.notNegative("step", step);
    Check.notNegative("tokens", tokens);
    Check.notNegative("examples", examples);
  }
}
