package io.palindrome.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a run's report shows. It grows step by step: {@link #of} takes what every run
 * has, each {@code with} gives a copy that has one thing more. An empty list leaves out its
 * section.
 *
 * @param configuration the resolved configuration as HOCON
 */
public record TrainingReport(
    RunFacts run,
    ModelFacts model,
    DatasetFacts dataset,
    String configuration,
    Provenance provenance,
    Curves curves,
    Extras extras) {

  /** What a run may have beyond its curves. */
  public record Extras(
      List<Baseline> baselines,
      List<TextSample> samples,
      List<DepthMemory> depthMemory,
      List<RecurrenceRow> recurrence,
      List<String> warnings) {
    static final Extras NONE = new Extras(List.of(), List.of(), List.of(), List.of(), List.of());

    public Extras {
      baselines = List.copyOf(baselines);
      samples = List.copyOf(samples);
      depthMemory = List.copyOf(depthMemory);
      recurrence = List.copyOf(recurrence);
      warnings = List.copyOf(warnings);
    }
  }

  /** A report without curves yet. */
  public static TrainingReport of(
      RunFacts run,
      ModelFacts model,
      DatasetFacts dataset,
      String configuration,
      Provenance provenance) {
    return new TrainingReport(
        run, model, dataset, configuration, provenance, Curves.of(List.of()), Extras.NONE);
  }

  /** With the curves of the run's log. */
  public TrainingReport withHistory(List<HistoryEntry> history) {
    return new TrainingReport(
        run, model, dataset, configuration, provenance, Curves.of(history), extras);
  }

  /** With models to compare with, in the order of showing. */
  public TrainingReport withBaselines(List<Baseline> baselines) {
    return with(
        new Extras(
            baselines, extras.samples, extras.depthMemory, extras.recurrence, extras.warnings));
  }

  /** With one more text sample. */
  public TrainingReport withSample(TextSample sample) {
    return with(
        new Extras(
            extras.baselines,
            and(extras.samples, sample),
            extras.depthMemory,
            extras.recurrence,
            extras.warnings));
  }

  /** With the step's peak memory at several depths. */
  public TrainingReport withDepthMemory(List<DepthMemory> depthMemory) {
    return with(
        new Extras(
            extras.baselines, extras.samples, depthMemory, extras.recurrence, extras.warnings));
  }

  /** With the loss on first occurrences and on recurrences. */
  public TrainingReport withRecurrence(List<RecurrenceRow> recurrence) {
    return with(
        new Extras(
            extras.baselines, extras.samples, extras.depthMemory, recurrence, extras.warnings));
  }

  /** With one more warning: a sentence that names the way out. */
  public TrainingReport withWarning(String warning) {
    return with(
        new Extras(
            extras.baselines,
            extras.samples,
            extras.depthMemory,
            extras.recurrence,
            and(extras.warnings, warning)));
  }

  private TrainingReport with(Extras more) {
    return new TrainingReport(run, model, dataset, configuration, provenance, curves, more);
  }

  private static <T> List<T> and(List<T> some, T more) {
    List<T> all = new ArrayList<>(some);
    all.add(more);
    return all;
  }
}
