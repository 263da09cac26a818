package io.palindrome.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.jobs.report.RecurrenceRow;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurrenceLossTest {
  // Twenty thousand characters: first at [10, 20), again at [5000, 5010) and at [15010, 15020).
  private static final LibraryDocument DOCUMENT =
      new LibraryDocument(
          "a.txt",
          "A",
          "B",
          20_000,
          List.of(
              new Passage(
                  PassageKind.FACT,
                  new Span(10, 20),
                  List.of(
                      new Passage.Recurrence(5_000, 5_010, true),
                      new Passage.Recurrence(15_010, 15_020, false)))));

  @Test
  void separatesFirstOccurrencesRecurrencesAndTheRest() {
    RecurrenceLoss loss = measured(1);
    assertThat(loss.first().bytes()).isEqualTo(10);
    assertThat(loss.first().bitsPerByte()).isCloseTo(4, within(1e-6));
    assertThat(loss.recurrence().bytes()).isEqualTo(20);
    assertThat(loss.recurrence().bitsPerByte()).isCloseTo(1.5, within(1e-6));
    assertThat(loss.rest().bytes()).isEqualTo(19_970);
    assertThat(loss.rest().bitsPerByte()).isCloseTo(3, within(1e-6));
  }

  @Test
  void distancesAreFromTheNearestEarlierOccurrence() {
    List<RecurrenceLoss.DistanceLoss> byDistance = measured(0).byDistance();
    assertThat(byDistance).extracting(d -> d.loss().bytes()).containsExactly(0L, 20L, 0L, 0L);
    assertThat(byDistance.get(0).loss().bitsPerByte()).isNaN();
    assertThat(byDistance.get(1).loss().bitsPerByte()).isCloseTo(1.5, within(1e-6));
  }

  @Test
  void namesTheRowsOfAReportAndLeavesOutEmptyOnes() {
    assertThat(measured(0).rows())
        .extracting(RecurrenceRow::where)
        .containsExactly(
            "first occurrences",
            "recurrences",
            "recurrences, 4,096 to 16,384 characters back",
            "everything else");
  }

  @Test
  void leavesOutBytesThatWereNotScored() {
    RecurrenceLoss.Tally tally = new RecurrenceLoss.Tally();
    tally.add(DOCUMENT, new float[15], 1);
    assertThat(tally.result().first().bytes()).isEqualTo(4);
    assertThat(tally.result().rest().bytes()).isEqualTo(10);
    RecurrenceLoss.Tally later = new RecurrenceLoss.Tally();
    later.add(DOCUMENT, new float[100], -15);
    assertThat(later.result().first().bytes()).isEqualTo(5);
    assertThat(later.result().rest().bytes()).isEqualTo(95);
  }

  @Test
  void aByteOfAFirstOccurrenceInsideARecurrenceIsARecurrence() {
    Passage letter =
        new Passage(
            PassageKind.LETTER,
            new Span(0, 5),
            List.of(new Passage.Recurrence(3_000, 3_005, true)));
    Passage fact =
        new Passage(
            PassageKind.FACT,
            new Span(3_003, 3_010),
            List.of(new Passage.Recurrence(9_000, 9_007, true)));
    RecurrenceLoss.Tally tally = new RecurrenceLoss.Tally();
    tally.add(
        new LibraryDocument("a.txt", "A", "B", 9_007, List.of(letter, fact)), new float[9_007], 0);
    assertThat(tally.result().first().bytes()).isEqualTo(10);
    assertThat(tally.result().recurrence().bytes()).isEqualTo(12);
  }

  @Test
  void refusesALossThatIsNotANumber() {
    RecurrenceLoss.Tally tally = new RecurrenceLoss.Tally();
    assertThatThrownBy(() -> tally.add(DOCUMENT, new float[] {0, Float.NaN}, 1))
        .hasMessage("loss of byte 0 of a.txt must be finite, but is NaN");
  }

  /** Losses of 4 bits at the first occurrence, 1 and 2 bits at the recurrences, 3 elsewhere. */
  private static RecurrenceLoss measured(int offset) {
    float bit = (float) Math.log(2);
    float[] nats = new float[offset + 20_000];
    Arrays.fill(nats, 3 * bit);
    Arrays.fill(nats, offset + 10, offset + 20, 4 * bit);
    Arrays.fill(nats, offset + 5_000, offset + 5_010, bit);
    Arrays.fill(nats, offset + 15_010, offset + 15_020, 2 * bit);
    RecurrenceLoss.Tally tally = new RecurrenceLoss.Tally();
    tally.add(DOCUMENT, nats, offset);
    return tally.result();
  }
}
