package io.palindrome.jobs.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Everything that changed while training.
 *
 * @param trainingLoss bits a byte, one point an averaging round
 * @param evaluations bits a byte, one series a split
 * @param reconstructionError only the rounds whose activations were rebuilt
 * @param residentBytes largest peak resident set of a worker's process so far
 * @param roundSeconds seconds of each part of an averaging round, one series a part
 * @param skippedSteps steps of each round that changed nothing, over all workers
 */
public record Curves(
    List<Point> trainingLoss,
    List<Series> evaluations,
    List<Point> learningRate,
    List<Point> gradientNorm,
    List<Point> reconstructionError,
    List<Point> tokensPerSecond,
    List<Point> residentBytes,
    List<Point> heapBytes,
    List<Series> roundSeconds,
    List<Point> skippedSteps) {

  /** A report of an earlier version says nothing of skipped steps: there were none. */
  public Curves {
    skippedSteps = skippedSteps == null ? List.of() : List.copyOf(skippedSteps);
  }

  /** The curves of a run's log. */
  public static Curves of(List<HistoryEntry> history) {
    List<RoundEntry> rounds = entries(history, RoundEntry.class);
    return new Curves(
        points(rounds, r -> r.learning().bitsPerByte()),
        evaluations(entries(history, EvaluationEntry.class)),
        points(rounds, r -> r.learning().learningRate()),
        points(rounds, r -> r.learning().gradientNorm()),
        points(rounds, r -> r.learning().reconstructionError()),
        points(rounds, r -> r.usage().tokensPerSecond()),
        points(rounds, r -> r.usage().residentBytes()),
        points(rounds, r -> r.usage().heapBytes()),
        roundSeconds(rounds),
        points(rounds, r -> r.learning().skipped().steps()));
  }

  /** Steps that were skipped in the whole run. */
  public long allSkippedSteps() {
    return Math.round(skippedSteps.stream().mapToDouble(Point::value).sum());
  }

  private static <T> List<T> entries(List<HistoryEntry> history, Class<T> kind) {
    return history.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** One point an entry, leaving out what was not measured. */
  private static <T extends HistoryEntry> List<Point> points(
      List<T> entries, ToDoubleFunction<T> value) {
    return entries.stream()
        .map(e -> new Point(e.tokens(), e.round(), value.applyAsDouble(e)))
        .filter(p -> Double.isFinite(p.value()))
        .toList();
  }

  private static List<Series> evaluations(List<EvaluationEntry> entries) {
    return entries.stream()
        .map(EvaluationEntry::split)
        .distinct()
        .map(
            split ->
                new Series(
                    split,
                    points(
                        entries.stream().filter(e -> e.split().equals(split)).toList(),
                        EvaluationEntry::bitsPerByte)))
        .toList();
  }

  private static List<Series> roundSeconds(List<RoundEntry> rounds) {
    Set<String> parts = new LinkedHashSet<>();
    rounds.forEach(r -> r.seconds().forEach(s -> parts.add(s.part())));
    return parts.stream()
        .map(part -> new Series(part, points(rounds, r -> secondsOf(r, part))))
        .toList();
  }

  private static double secondsOf(RoundEntry round, String part) {
    return round.seconds().stream()
        .filter(s -> s.part().equals(part))
        .mapToDouble(RoundEntry.PartSeconds::seconds)
        .sum();
  }
}
