package io.palindrome.jobs.averaging;

import io.palindrome.conf.AveragingConfig;
import io.palindrome.conf.BatchConfig;
import io.palindrome.conf.KernelKind;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.OptimizerKind;
import io.palindrome.conf.OptimizerStateKind;
import io.palindrome.conf.OuterKind;
import io.palindrome.conf.ReconstructionConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.conf.TrainConfig;
import io.palindrome.jobs.feed.StepDescriptor;
import io.palindrome.jobs.feed.StepPlan;
import io.palindrome.model.optimizer.TinyOptimizers;
import io.palindrome.model.parameter.TinyConfigs;
import io.palindrome.model.random.CounterRandom;
import io.palindrome.pipeline.batch.Crop;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A run of a few hundred parameters on made-up documents. */
final class TinyRun {
  static final OptimizerConfig ADAM = TinyOptimizers.of(OptimizerKind.ADAM);
  static final OptimizerConfig SGD = TinyOptimizers.plain(OptimizerKind.SGD, 0.2);

  private TinyRun() {}

  static AveragingConfig averaging(int workers, int localSteps, OptimizerStateKind state) {
    return new AveragingConfig(workers, localSteps, OuterKind.AVERAGE, state);
  }

  static RunConfig config(OptimizerConfig optimizer, AveragingConfig averaging) {
    return config(TinyConfigs.axial(), optimizer, averaging);
  }

  static RunConfig config(
      ReformerConfig model, OptimizerConfig optimizer, AveragingConfig averaging) {
    TrainConfig d = TrainConfig.DEFAULT;
    RunConfig r = RunConfig.DEFAULT;
    TrainConfig train =
        new TrainConfig(
            42,
            6,
            d.precision(),
            new BatchConfig(0, 1, List.of(), List.of()),
            d.memory(),
            optimizer,
            averaging,
            d.checkpoint(),
            d.evaluation(),
            d.reconstruction(),
            d.health());
    return new RunConfig(
        r.prepare(), r.tokenizer(), r.buckets(), model, train, r.report(), r.runtime());
  }

  static RunConfig withKernels(RunConfig r, KernelKind kernels) {
    RuntimeConfig d = r.runtime();
    RuntimeConfig runtime =
        new RuntimeConfig(d.device(), kernels, d.threads(), d.localExecutors(), d.executorMemory());
    return new RunConfig(
        r.prepare(), r.tokenizer(), r.buckets(), r.model(), r.train(), r.report(), runtime);
  }

  static RunConfig withReconstruction(RunConfig r, ReconstructionConfig reconstruction) {
    TrainConfig t = r.train();
    TrainConfig train =
        new TrainConfig(
            t.seed(),
            t.rounds(),
            t.precision(),
            t.batch(),
            t.memory(),
            t.optimizer(),
            t.averaging(),
            t.checkpoint(),
            t.evaluation(),
            reconstruction,
            t.health());
    return new RunConfig(
        r.prepare(), r.tokenizer(), r.buckets(), r.model(), train, r.report(), r.runtime());
  }

  /** Worker w of W makes step s of round r on a document of its own, of one of several lengths. */
  static StepPlan plan(RunConfig config, int... lengths) {
    AveragingConfig averaging = config.train().averaging();
    return (round, worker, localStep) -> {
      long step = round * averaging.localSteps() + localStep;
      long example = step * averaging.workers() + worker;
      int length = lengths[(int) (example % lengths.length)];
      return new StepDescriptor(
          round, worker, step, example, List.of(new Crop((int) example, 0, length)));
    };
  }

  /** Documents whose tokens are a function of their number. */
  static final class MadeUpDocuments implements DataSetLoader {
    private static final long serialVersionUID = 1L;

    @Override
    public DataSet load(Source source) {
      return load(StepDescriptor.parse(source.getPath()));
    }

    DataSet load(StepDescriptor step) {
      Crop crop = step.crops().get(0);
      int[] tokens = new int[crop.length()];
      long key = CounterRandom.key(7, crop.document());
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = (int) Math.floorMod(CounterRandom.bits(key, i / 3), 11L);
      }
      DataSet dataSet =
          new DataSet(
              Nd4j.createFromArray(tokens).reshape(1, tokens.length),
              Nd4j.createFromArray(tokens).reshape(1, tokens.length));
      dataSet.setExampleMetaData(Collections.singletonList(step));
      return dataSet;
    }
  }
}
