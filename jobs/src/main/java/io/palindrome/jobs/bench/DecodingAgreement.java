package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.jobs.command.JobContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far predictions of the next token lie from those of a full forward pass, position by
 * position.
 */
final class DecodingAgreement {
  private static final double LN_2 = Math.log(2);

  private int positions;
  private int sameBest;
  private double divergence;
  private double largestDifference;
  private double loss;
  private double fullLoss;

  /**
   * Takes one position.
   *
   * @param logits to compare
   * @param full a full forward pass's
   * @param next the token that follows in the text
   */
  void add(double[] logits, double[] full, int next) {
    double[] ours = logProbabilities(logits);
    double[] theirs = logProbabilities(full);
    positions++;
    sameBest += best(logits) == best(full) ? 1 : 0;
    for (int token = 0; token < full.length; token++) {
      divergence += Math.exp(theirs[token]) * (theirs[token] - ours[token]);
      double difference = Math.abs(logits[token] - full[token]);
      largestDifference = Math.max(largestDifference, difference);
    }
    loss -= ours[next];
    fullLoss -= theirs[next];
  }

  private static double[] logProbabilities(double[] logits) {
    double highest = logits[best(logits)];
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - highest);
    }
    double[] logs = new double[logits.length];
    for (int token = 0; token < logs.length; token++) {
      logs[token] = logits[token] - highest - Math.log(sum);
    }
    return logs;
  }

  private static int best(double[] logits) {
    int best = 0;
    for (int token = 1; token < logits.length; token++) {
      best = logits[token] > logits[best] ? token : best;
    }
    return best;
  }

  double sameBestShare() {
    return (double) sameBest / positions;
  }

  /** Kullback-Leibler divergence from the full pass's prediction, in bits. */
  double divergenceBits() {
    return divergence / positions / LN_2;
  }

  double largestDifference() {
    return largestDifference;
  }

  double lossBits() {
    return loss / positions / LN_2;
  }

  double fullLossBits() {
    return fullLoss / positions / LN_2;
  }

  List<String> lines(String what) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s against a full forward pass, %,d positions: the same most probable token %.1f %%",
            what,
            positions,
            100 * sameBestShare()));
    lines.add(
        String.format(
            Locale.ROOT,
            "  divergence %.5f bits, largest difference of a logit %.4f, loss %.4f and %.4f bits",
            divergenceBits(),
            largestDifference,
            lossBits(),
            fullLossBits()));
    return lines;
  }

  ObjectNode json() {
    ObjectNode json = JobContext.json();
    json.put("positions", positions);
    json.put("sameBestShare", sameBestShare());
    json.put("divergenceBits", divergenceBits());
    json.put("largestLogitDifference", largestDifference);
    json.put("lossBits", lossBits());
    json.put("fullLossBits", fullLossBits());
    return json;
  }
}
