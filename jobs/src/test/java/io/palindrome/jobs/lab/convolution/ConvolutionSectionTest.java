package io.palindrome.jobs.lab.convolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.jobs.command.Progress;
import io.palindrome.jobs.lab.Csv;
import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConvolutionSectionTest {
  private static final ConvolutionSection.Sizes TINY =
      new ConvolutionSection.Sizes(2, 2, List.of(1, 2), 1);
  private static final ConvolutionSection.Sizes TINIER =
      new ConvolutionSection.Sizes(2, 2, List.of(1), 1);

  /** Remembers how far the work was. */
  private static final class Heard implements Progress {
    private final List<Long> done = new ArrayList<>();
    private long total;

    @Override
    public void at(long done, long total, String note) {
      this.done.add(done);
      this.total = total;
    }

    @Override
    public void close() {}
  }

  private static Map<String, Csv> files(
      ConvolutionSection.Sizes sizes, long seed, Progress progress) {
    List<Finding> findings = ConvolutionSection.run(sizes, seed, progress);
    return findings.stream()
        .filter(Exhibit.class::isInstance)
        .map(Exhibit.class::cast)
        .collect(Collectors.toMap(Exhibit::name, Exhibit::csv));
  }

  /** Everything but seconds. */
  private static Map<String, List<List<String>>> numbers(Map<String, Csv> files) {
    Map<String, List<List<String>>> numbers = new TreeMap<>();
    files.forEach((name, csv) -> numbers.put(name, csv.rows()));
    numbers.remove("c-time");
    numbers.computeIfPresent(
        "c-networks",
        (name, rows) -> rows.stream().map(row -> row.subList(0, row.size() - 1)).toList());
    return numbers;
  }

  @Test
  void twoRunsGiveTheSameBitsAndAnotherSeedGivesOthers() {
    Heard heard = new Heard();
    Map<String, Csv> files = files(TINY, 1, heard);
    assertThat(files)
        .containsOnlyKeys(
            "c-accuracy", "c-loss", "c-networks", "c-memory-by-depth", "c-depth", "c-time");
    assertThat(heard.done).isSorted().endsWith(heard.total);
    assertThat(heard.done).doesNotHaveDuplicates();
    assertThat(files.get("c-loss").rows()).hasSize(4 + 1);
    assertThat(files.get("c-depth").rows()).hasSize(4 * 2);
    Map<String, List<List<String>>> numbers = numbers(files);
    assertThat(numbers(files(TINY, 1, new Heard()))).isEqualTo(numbers);
    Map<String, List<List<String>>> other = numbers(files(TINIER, 2, new Heard()));
    assertThat(other.get("c-loss")).isNotEqualTo(numbers.get("c-loss"));
    assertThat(other.get("c-depth")).isNotEmpty();
    assertThat(numbers.get("c-depth")).containsAll(other.get("c-depth"));
  }

  private static long peak(DepthStep.Kept kept, int times) {
    return new DepthStep(kept, times).peakBytes(1);
  }

  /** The claim of the section: only what is reversed does not grow. */
  @Test
  void aReversedStepStaysWhereStoredOnesGrow() {
    long reversed = peak(DepthStep.Kept.REVERSIBLE, 2);
    assertThat(peak(DepthStep.Kept.REVERSIBLE, 6)).isEqualTo(reversed);
    for (DepthStep.Kept stored : List.of(DepthStep.Kept.STORED, DepthStep.Kept.RESNET)) {
      assertThat(peak(stored, 6)).isGreaterThan(2 * peak(stored, 2)).isGreaterThan(3 * reversed);
    }
    assertThat(peak(DepthStep.Kept.RECOMPUTED, 6))
        .isBetween(reversed, peak(DepthStep.Kept.STORED, 6));
  }

  /** Far too short to be good; long enough not to be an accident. */
  @Test
  void theSmallestTrainingIsAboveChance() {
    Learning learned = Learning.of(Contestant.BASIC, new Learning.Plan(1, 120, 40), point -> {});
    assertThat(learned.points()).hasSize(3);
    assertThat(learned.last().accuracy()).isGreaterThan(0.22);
    assertThat(learned.last().loss()).isLessThan(learned.points().get(0).loss() - 0.2);
    Learning untrained = Learning.of(Contestant.BASIC, new Learning.Plan(1, 1, 1), point -> {});
    assertThat(untrained.last().accuracy()).isLessThan(0.19);
  }

  @Test
  void refusesPointsThatDoNotFitTheSteps() {
    assertThatThrownBy(() -> new Learning.Plan(1, 50, 40))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps must be a multiple of every, but are 50 and 40");
  }
}
