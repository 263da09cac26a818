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
    double local = of(learned, Attention.LOCAL).evaluated().get(0);
    Attention rounds = Attention.hashed(4);
    double four = of(learned, rounds).evaluated().get(DuplicationSection.EVALUATED.indexOf(rounds));
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
                .formatted(percent(four), percent(local))));
  }

  private static Learned of(List<Learned> learned, Attention attention) {
    return learned.stream()
        .filter(model -> model.model().attention().equals(attention))
        .findFirst()
        .orElseThrow();
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
          new Line(
              model.model().attention().label(),
              lines.size() + 1,
              Line.Stroke.DOTTED_POINTS,
              samples));
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
    DuplicationSection.EVALUATED.forEach(e -> columns.add(e.label().replace("lsh, ", "")));
    List<List<Cell>> rows = new ArrayList<>();
    for (Learned model : learned) {
      List<Cell> row = new ArrayList<>(List.of(Cell.text(model.model().attention().label())));
      for (int i = 0; i < DuplicationSection.EVALUATED.size(); i++) {
        int at = Math.min(i, model.evaluated().size() - 1);
        row.add(Cell.of(model.evaluated().get(at), percent(model.evaluated().get(at))));
      }
      rows.add(row);
    }
    return Exhibit.of(
        "e-rounds",
        new Table(
            new Caption(
                "Accuracy by hash rounds",
                "as table 2 of the Reformer's paper, at a small scale; columns are what it is evaluated"
                    + " with; local and full attention hash nothing"),
            columns,
            rows));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", PERCENT * share);
  }
}
