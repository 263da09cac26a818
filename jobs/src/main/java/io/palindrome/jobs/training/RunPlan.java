package io.palindrome.jobs.training;

import io.palindrome.conf.AveragingConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.TrainConfig;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.pipeline.dataset.PublishedDataset;
import java.util.List;
import java.util.Locale;

/**
 * What a run would do.
 *
 * @param memoryStrategy {@code train.memory.strategy}; {@code auto} is decided when the executors'
 *     memory is known
 * @param plannedTokens tokens trained on at most: the last piece of a document is shorter
 * @param stateBytes of parameters and optimizer state together
 */
public record RunPlan(
    String dataset,
    long parameterCount,
    long stateBytes,
    String memoryStrategy,
    int rounds,
    int workers,
    int localSteps,
    long plannedTokens) {

  /** The plan of a resolved configuration. */
  public static RunPlan of(RunConfig config, PublishedDataset dataset) {
    TrainConfig train = config.train();
    AveragingConfig averaging = train.averaging();
    ParameterLayout layout = ParameterLayout.of(config.model());
    long parameters = layout.parameterCount();
    long state = Optimizer.of(train.optimizer(), layout).stateLength();
    long examples = (long) averaging.workers() * averaging.localSteps() * train.batch().size();
    long tokens = 0;
    for (int round = 0; round < train.rounds(); round++) {
      tokens += examples * train.batch().lengthInRound(round);
    }
    return new RunPlan(
        dataset.directory(),
        parameters,
        (parameters + state) * Float.BYTES,
        train.memory().strategyName(),
        train.rounds(),
        averaging.workers(),
        averaging.localSteps(),
        tokens);
  }

  /** Lines for a person. */
  public List<String> lines() {
    return List.of(
        "would train on " + dataset,
        String.format(
            Locale.ROOT,
            "%,d parameters (%,d bytes with the optimizer's state)",
            parameterCount,
            stateBytes),
        "memory strategy "
            + memoryStrategy
            + (memoryStrategy.equals("auto") ? ", decided by the executors' heap: see plan" : ""),
        String.format(
            Locale.ROOT,
            "%d averaging rounds of %d workers and %d steps each, at most %,d tokens",
            rounds,
            workers,
            localSteps,
            plannedTokens));
  }
}
