package io.palindrome.jobs.lab.duplication;

import io.palindrome.jobs.command.Progress;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.LabSection;
import io.palindrome.jobs.lab.LabSettings;
import io.palindrome.jobs.lab.LabText;
import io.palindrome.jobs.lab.Pace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Section e: what hashed attention learns, against local and exact attention. */
public final class DuplicationSection implements LabSection {
  /** What models with shared queries and keys are evaluated with. */
  static final List<Attention> EVALUATED =
      List.of(
          Attention.hashed(1),
          Attention.hashed(2),
          Attention.hashed(4),
          Attention.hashed(8),
          Attention.hashed(16),
          Attention.UNHASHED);

  private static final List<Attention> TRAINED =
      List.of(
          Attention.hashed(1),
          Attention.hashed(2),
          Attention.hashed(4),
          Attention.FULL,
          Attention.LOCAL);
  private static final List<Attention> SHORTENED = List.of(Attention.hashed(4), Attention.LOCAL);
  private static final int EVERY = 50;

  /**
   * One trained model.
   *
   * @param learning accuracy after 50, 100, ... steps, with the attention of training
   * @param evaluated accuracy at the end for each of {@link #EVALUATED}; one value where attention
   *     is not hashed
   */
  record Learned(DuplicationModel model, List<Double> learning, List<Double> evaluated) {
    static int every() {
      return EVERY;
    }
  }

  @Override
  public String key() {
    return "e";
  }

  @Override
  public String title() {
    return "What hashed attention learns";
  }

  @Override
  public String intro() {
    return "The duplication task, which needs attention half a sequence back, by hash rounds; and"
        + " the loss of language models that differ in nothing but their attention.";
  }

  @Override
  public int seconds(Pace pace) {
    return pace.pick(150, 50);
  }

  @Override
  public List<Finding> run(LabSettings settings, Progress progress) {
    Pace pace = settings.pace();
    List<DuplicationModel> models =
        pace.pick(TRAINED, SHORTENED).stream()
            .map(attention -> new DuplicationModel(attention, settings.seed()))
            .toList();
    int steps = pace.pick(DuplicationModel.STEPS, 300);
    int textSteps = pace.pick(400, 60);
    int textEvery = textSteps / 10;
    LabText text = LabText.of(settings, TextModel.HELD_OUT + 2 * TextModel.LENGTH);
    int total = models.size() * steps / EVERY + TextFindings.KINDS.size() * 10;
    int[] done = {0};
    List<Learned> learned = new ArrayList<>();
    for (DuplicationModel model : models) {
      learned.add(learn(model, steps, note -> progress.at(++done[0], total, note)));
    }
    Map<TextModel, List<TextModel.Point>> texts = new LinkedHashMap<>();
    for (Attention kind : TextFindings.KINDS) {
      TextModel model = new TextModel(kind, settings.seed());
      texts.put(
          model,
          model.train(
              text,
              textSteps,
              textEvery,
              point -> progress.at(++done[0], total, note(model, point))));
    }
    List<Finding> findings = new ArrayList<>(DuplicationFindings.of(learned, steps));
    findings.addAll(TextFindings.of(texts, text, textSteps));
    if (pace == Pace.QUICK) {
      findings.add(
          Finding.text(
              "Shortened: %d steps instead of %d and two models instead of five in the first"
                      .formatted(steps, DuplicationModel.STEPS)
                  + " part; %d steps instead of 400 in the second.".formatted(textSteps)));
    }
    return findings;
  }

  private static Learned learn(DuplicationModel model, int steps, Consumer<String> told) {
    List<Double> learning = new ArrayList<>();
    try (DuplicationTraining training = new DuplicationTraining(model)) {
      for (int step = EVERY; step <= steps; step += EVERY) {
        double loss = training.trainTo(step);
        learning.add(training.accuracy(model.attention()));
        told.accept(
            String.format(
                Locale.ROOT,
                "%s step %d loss %.3f, %.2f %% right",
                model.attention().label(),
                step,
                loss,
                100 * learning.get(learning.size() - 1)));
      }
      List<Attention> evaluated =
          model.attention().sharesKeys() ? EVALUATED : List.of(model.attention());
      return new Learned(model, learning, evaluated.stream().map(training::accuracy).toList());
    }
  }

  private static String note(TextModel model, TextModel.Point point) {
    return String.format(
        Locale.ROOT,
        "text, %s step %d: %.3f bits a byte",
        model.attention().label(),
        point.steps(),
        point.bits());
  }
}
