package io.palindrome.jobs.demo;

import io.palindrome.jobs.report.RecurrenceRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How many bits a byte a model needs where it meets a passage first, where the passage recurs, and
 * elsewhere; recurrences also by their distance in characters from the occurrence before.
 */
public record RecurrenceLoss(
    Loss first, Loss recurrence, Loss rest, List<DistanceLoss> byDistance) {

  /** The rows of a report, in the order of showing; kinds of place without a byte are left out. */
  public List<RecurrenceRow> rows() {
    List<RecurrenceRow> rows = new ArrayList<>();
    rows.add(row("first occurrences", first));
    rows.add(row("recurrences", recurrence));
    byDistance.forEach(d -> rows.add(row(d.name(), d.loss())));
    rows.add(row("everything else", rest));
    rows.removeIf(r -> r.bytes() == 0);
    return rows;
  }

  private static RecurrenceRow row(String where, Loss loss) {
    return new RecurrenceRow(where, loss.bitsPerByte(), loss.bytes());
  }

  /** Mean loss over some bytes; NaN where there are none. */
  public record Loss(double bitsPerByte, long bytes) {}

  /** Loss on recurrences at [from, to) characters from the nearest earlier occurrence's start. */
  public record DistanceLoss(int from, int to, Loss loss) {
    private String name() {
      return to == Integer.MAX_VALUE
          ? String.format(Locale.ROOT, "recurrences, %,d or more characters back", from)
          : String.format(Locale.ROOT, "recurrences, %,d to %,d characters back", from, to);
    }
  }

  /** Adds up documents. */
  public static final class Tally {
    private static final int[] DISTANCES = {
      RecurringText.MIN_GAP, 4_096, 16_384, 65_536, Integer.MAX_VALUE
    };
    private static final int REST = 0;
    private static final int FIRST = 1;
    // A recurrence of distance class d is counted under RECURRENCE + d.
    private static final int RECURRENCE = 2;

    private final double[] nats = new double[RECURRENCE + DISTANCES.length - 1];
    private final long[] bytes = new long[nats.length];

    /**
     * Adds one document.
     *
     * @param negativeLogLikelihood in nats; element {@code offset + i} is the loss of byte i of the
     *     document's text. Bytes that the array does not reach are left out.
     * @param offset elements before the first byte's; negative where the array begins later than
     *     the text
     */
    public void add(LibraryDocument document, float[] negativeLogLikelihood, int offset) {
      byte[] classes = classes(document);
      int from = Math.max(0, -offset);
      int to = Math.min(classes.length, negativeLogLikelihood.length - offset);
      for (int i = from; i < to; i++) {
        float loss = negativeLogLikelihood[offset + i];
        if (!Float.isFinite(loss)) {
          throw new IllegalArgumentException(
              "loss of byte %s of %s must be finite, but is %s"
                  .formatted(i, document.file(), loss));
        }
        nats[classes[i]] += loss;
        bytes[classes[i]]++;
      }
    }

    public RecurrenceLoss result() {
      List<DistanceLoss> byDistance = new ArrayList<>();
      for (int d = 0; d + 1 < DISTANCES.length; d++) {
        byDistance.add(
            new DistanceLoss(
                DISTANCES[d], DISTANCES[d + 1], loss(RECURRENCE + d, RECURRENCE + d + 1)));
      }
      return new RecurrenceLoss(
          loss(FIRST, RECURRENCE), loss(RECURRENCE, nats.length), loss(REST, FIRST), byDistance);
    }

    private Loss loss(int from, int to) {
      double sum = Arrays.stream(nats, from, to).sum();
      long count = Arrays.stream(bytes, from, to).sum();
      return new Loss(sum / count / Math.log(2), count);
    }

    /** A byte that is in a first occurrence and in a recurrence counts as a recurrence. */
    private static byte[] classes(LibraryDocument document) {
      byte[] classes = new byte[document.characters()];
      document.passages().forEach(p -> fill(classes, p.first(), FIRST));
      for (Passage passage : document.passages()) {
        int previous = passage.first().start();
        for (Passage.Recurrence recurrence : passage.recurrences()) {
          int distance = recurrence.start() - previous;
          int d = 0;
          while (distance >= DISTANCES[d + 1]) {
            d++;
          }
          fill(classes, recurrence.span(), RECURRENCE + d);
          previous = recurrence.start();
        }
      }
      return classes;
    }

    private static void fill(byte[] classes, Span span, int value) {
      Arrays.fill(classes, span.start(), span.end(), (byte) value);
    }
  }
}
