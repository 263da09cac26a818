package io.palindrome.model.generate;

import io.palindrome.conf.Check;
import java.util.Arrays;

/**
 * Keeps a text from repeating itself, by changing the logits of its next token.
 *
 * @param penalty what positive logits of tokens among the last {@code window} are divided by, and
 *     negative ones multiplied (Keskar et al. 2019, arXiv:1909.05858, section 4.1); 1 = none
 * @param window last tokens of the text, its prompt included, that are penalised; 0 = all
 * @param ngram a token that would end a second copy of so many tokens in a row is forbidden, unless
 *     every token would be; 0 = none is
 */
public record Repetition(double penalty, int window, int ngram) {
  /** Logits stay as they are. */
  public static final Repetition ALLOWED = new Repetition(1, 0, 0);

  public Repetition {
    Check.inRange("repetition-penalty", penalty, 1.0, 100.0);
    Check.notNegative("repetition-window", window);
    Check.that(
        ngram == 0 || ngram >= 2, "no-repeat-ngram must be 0 or 2 or more, but is %d", ngram);
  }

  /**
   * Changes the logits of what follows a text.
   *
   * @param logits [vocabularySize]; minus infinity stays so
   * @param text its tokens so far
   */
  public void apply(double[] logits, int... text) {
    if (penalty > 1) {
      penalise(logits, text);
    }
    if (ngram > 0) {
      double[] before = logits.clone();
      forbid(logits, text);
      if (Arrays.stream(logits).allMatch(logit -> logit == Double.NEGATIVE_INFINITY)) {
        System.arraycopy(before, 0, logits, 0, logits.length);
      }
    }
  }

  private void penalise(double[] logits, int... text) {
    int from = window == 0 ? 0 : Math.max(0, text.length - window);
    boolean[] seen = new boolean[logits.length];
    for (int i = from; i < text.length; i++) {
      int token = text[i];
      if (!seen[token]) {
        seen[token] = true;
        logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
      }
    }
  }

  /** Forbids what followed earlier copies of the text's last {@code ngram - 1} tokens. */
  private void forbid(double[] logits, int... text) {
    int known = ngram - 1;
    int last = text.length - known;
    for (int start = 0; start < last; start++) {
      if (Arrays.equals(text, start, start + known, text, last, text.length)) {
        logits[text[start + known]] = Double.NEGATIVE_INFINITY;
      }
    }
  }
}
