package io.palindrome.jobs.lab.duplication;

import io.palindrome.jobs.lab.Cell;
import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.Table;
import io.palindrome.jobs.lab.duplication.DuplicationSection.Learned;
import io.palindrome.jobs.report.chart.Axis;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Line;
import io.palindrome.jobs.report.chart.LineChart;
import io.palindrome.jobs.report.chart.Quantity;
import io.palindrome.jobs.report.chart.Sample;
import io.palindrome.jobs.report.chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The duplication task as a chart, a table and words. */
final class DuplicationFindings {
  private static final double PERCENT = 100;

  private DuplicationFindings() {}

  static List<Finding> of(List<Learned> learned, int steps) {
    Learned local =
        learned.stream()
            .filter(l -> l.model().attention().equals("local"))
            .findFirst()
            .orElseThrow();
    Learned four = learned.stream().filter(l -> l.model().rounds() == 4).findFirst().orElseThrow();
    return List.of(
        Finding.text(
            "A sequence is 0w0w with a word w of 63 symbols from 1 to 127; only the second w is"
                + " scored. Symbols are drawn anew for every batch, so nothing can be learned by"
                + " heart: to be right, a position must attend to the one 63 places before it. The"
                + " network is one layer of width 64 with chunks of 32 positions, trained for %d"
                    .formatted(steps)
                + " steps of 16 sequences; rotations are drawn anew for every step. Accuracy is over"
                + " 64 fresh sequences, 4,032 symbols."),
        learning(learned),
        byRounds(learned),
        Finding.text(
            ("What it means: the model trained and evaluated with 4 rounds gets %s of the symbols"
                    + " right; local attention, which reaches the place that is needed from one"
                    + " position in 32 only, stays at %s. Chance is 0.8 %%. A round"
                    + " misses a key where the hash puts it in another chunk; rounds are independent,"
                    + " so each one more at evaluation finds more of them, also for a model that was"
                    + " trained with fewer. So: train with few rounds, evaluate with more.")
                .formatted(
                    percent(four.byRounds().get(DuplicationSection.EVALUATED_ROUNDS.indexOf(4))),
                    percent(local.byRounds().get(0)))));
  }

  private static Exhibit learning(List<Learned> learned) {
    List<Line> lines = new ArrayList<>();
    for (Learned model : learned) {
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < model.learning().size(); i++) {
        double right = PERCENT * model.learning().get(i);
        samples.add(new Sample((i + 1) * Learned.every(), right));
      }
      lines.add(
          new Line(model.model().label(), lines.size() + 1, Line.Stroke.DOTTED_POINTS, samples));
    }
    return Exhibit.of(
            "e-learning",
            new LineChart(
                new Caption(
                    "Learning to duplicate", "percent of the second half's symbols foretold"),
                new Axis("training steps", Quantity.COUNT, Scale.LINEAR),
                new Axis("percent right", Quantity.NUMBER, Scale.FROM_ZERO),
                lines,
                List.of()))
        .wide();
  }

  private static Exhibit byRounds(List<Learned> learned) {
    List<String> columns = new ArrayList<>(List.of("trained with"));
    DuplicationSection.EVALUATED_ROUNDS.forEach(n -> columns.add("evaluated with " + n));
    List<List<Cell>> rows = new ArrayList<>();
    for (Learned model : learned) {
      List<Cell> row = new ArrayList<>(List.of(Cell.text(model.model().label())));
      for (int i = 0; i < DuplicationSection.EVALUATED_ROUNDS.size(); i++) {
        int at = Math.min(i, model.byRounds().size() - 1);
        row.add(Cell.of(model.byRounds().get(at), percent(model.byRounds().get(at))));
      }
      rows.add(row);
    }
    return Exhibit.of(
        "e-rounds",
        new Table(
            new Caption(
                "Accuracy by hash rounds",
                "as table 2 of the Reformer's paper, at a small scale; local attention hashes"
                    + " nothing"),
            columns,
            rows));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", PERCENT * share);
  }
}
