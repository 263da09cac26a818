package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.BatchConfig;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.OptimizerKind;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.TrainConfig;
import io.palindrome.model.optimizer.TinyOptimizers;
import io.palindrome.model.parameter.TinyConfigs;
import java.util.List;

/** Configurations of networks of a few hundred parameters. */
final class TinyNetworks {
  private TinyNetworks() {}

  static RunConfig config(OptimizerKind kind) {
    return config(
        kind == OptimizerKind.ADAM ? TinyOptimizers.plain(kind, 0.01) : TinyOptimizers.of(kind));
  }

  static RunConfig config(OptimizerConfig optimizer) {
    TrainConfig d = TrainConfig.DEFAULT;
    RunConfig r = RunConfig.DEFAULT;
    TrainConfig train =
        new TrainConfig(
            42,
            6,
            d.precision(),
            new BatchConfig(64, 1, List.of(), List.of()),
            d.memory(),
            optimizer,
            d.averaging(),
            d.checkpoint(),
            d.evaluation(),
            d.reconstruction(),
            d.health());
    return new RunConfig(
        r.prepare(),
        r.tokenizer(),
        r.buckets(),
        TinyConfigs.axial(),
        train,
        r.report(),
        r.runtime());
  }
}
