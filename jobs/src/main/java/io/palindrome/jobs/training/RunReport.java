package io.palindrome.jobs.training;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.dl4j.WorkerKernels;
import io.palindrome.jobs.command.MachineName;
import io.palindrome.jobs.command.ProcessMemory;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.report.Baseline;
import io.palindrome.jobs.report.DatasetFacts;
import io.palindrome.jobs.report.DatasetFacts.LengthBucketFacts;
import io.palindrome.jobs.report.DatasetFacts.SplitFacts;
import io.palindrome.jobs.report.ModelFacts;
import io.palindrome.jobs.report.Provenance;
import io.palindrome.jobs.report.RunFacts;
import io.palindrome.jobs.report.RunHistory;
import io.palindrome.jobs.report.RunOutcome;
import io.palindrome.jobs.report.TextSample;
import io.palindrome.jobs.report.TrainingReport;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.pipeline.dataset.DatasetManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.package$;

/** Gathers what a run's report shows. */
final class RunReport {
  private final TrainingSetup setup;
  private final RunIdentity identity;
  private final int executors;
  private final List<Baseline> baselines;
  private final List<TextSample> samples = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  RunReport(TrainingSetup setup, RunIdentity identity, int executors, List<Baseline> baselines) {
    this.setup = setup;
    this.identity = identity;
    this.executors = executors;
    this.baselines = List.copyOf(baselines);
  }

  void add(TextSample sample) {
    samples.add(sample);
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  /** The report of the run as its log has it now. */
  TrainingReport of(RunOutcome outcome, double seconds, String checkpoint) {
    RunConfig config = setup.config();
    RunFacts run =
        new RunFacts(
            identity.runId(),
            identity.name(),
            outcome,
            config.train().averaging().workers(),
            executors,
            seconds);
    TrainingReport report =
        TrainingReport.of(
                run, model(config), dataset(), ConfigFile.render(config), provenance(checkpoint))
            .withHistory(RunHistory.read(identity.folder().path()))
            .withBaselines(baselines);
    for (TextSample sample : samples) {
      report = report.withSample(sample);
    }
    for (String warning : warnings) {
      report = report.withWarning(warning);
    }
    long skipped = report.curves().allSkippedSteps();
    return skipped == 0 ? report : report.withWarning(skippedSteps(skipped));
  }

  private static String skippedSteps(long count) {
    return count
        + " steps were skipped, because their loss or gradient was not finite; a lower"
        + " train.optimizer.learning-rate or train.optimizer.clip-norm makes that less likely";
  }

  private static ModelFacts model(RunConfig config) {
    ReformerConfig model = config.model();
    String kinds = model.layers().stream().map(RunReport::label).collect(Collectors.joining(", "));
    return new ModelFacts(
        ParameterLayout.of(model).parameterCount(),
        "%d (%s)".formatted(model.layers().size(), kinds),
        model.dModel(),
        model.heads(),
        config.train().batch().length(),
        config.train().memory().strategyName());
  }

  private static String label(AttentionKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private DatasetFacts dataset() {
    DatasetManifest manifest = setup.dataset().manifest();
    List<SplitFacts> splits =
        manifest.splits().stream()
            .map(split -> new SplitFacts(split.split(), split.documents(), split.tokens()))
            .toList();
    Map<Long, LengthBucketFacts> buckets = new TreeMap<>();
    manifest
        .lengthBuckets()
        .forEach(
            bucket ->
                buckets.merge(
                    bucket.edge(),
                    new LengthBucketFacts(bucket.edge(), bucket.documents(), bucket.tokens()),
                    (a, b) ->
                        new LengthBucketFacts(
                            a.maxLength(),
                            a.documents() + b.documents(),
                            a.tokens() + b.tokens())));
    return new DatasetFacts(
        setup.dataset().directory(), manifest.fingerprint(), splits, List.copyOf(buckets.values()));
  }

  private Provenance provenance(String checkpoint) {
    Path newest = identity.folder().path().resolve(RunFolder.CHECKPOINTS).resolve(checkpoint);
    return new Provenance(
        new Provenance.Software(
            Version.CURRENT,
            "",
            System.getProperty("java.version"),
            package$.MODULE$.SPARK_VERSION()),
        new Provenance.Machine(
            MachineName.cpu(),
            Runtime.getRuntime().availableProcessors(),
            ProcessMemory.physicalBytes(),
            MachineName.vectors(),
            WorkerKernels.name(setup.config().runtime())),
        new Provenance.Inputs(
            setup.config().train().seed(),
            identity.commandLine(),
            checkpoint.isEmpty() ? "" : newest.toString()));
  }
}
