package io.palindrome.jobs.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopTextsTest {
  private final List<String> told = new ArrayList<>();

  private String through(List<String> stops, String... pieces) {
    told.clear();
    StopTexts texts = new StopTexts(stops, told::add);
    for (String piece : pieces) {
      texts.add(piece);
    }
    texts.flush();
    return String.join("", told);
  }

  @Test
  void textEndsBeforeTheStopWhereverItIsCut() {
    String text = "one THE END two";
    for (int cut = 0; cut <= text.length(); cut++) {
      assertThat(through(List.of("THE END"), text.substring(0, cut), text.substring(cut)))
          .isEqualTo("one ");
    }
    assertThat(through(List.of("THE END"), text.split(""))).isEqualTo("one ");
  }

  @Test
  void aPartialStopIsNotToldBeforeItIsClear() {
    StopTexts texts = new StopTexts(List.of("aab"), told::add);
    texts.add("xaa");
    assertThat(told).containsExactly("x");
    texts.add("a");
    assertThat(told).containsExactly("x", "a");
    texts.add("c");
    assertThat(told).containsExactly("x", "a", "aac");
    assertThat(texts.stopped()).isFalse();
  }

  @Test
  void whatIsHeldBackAtTheEndIsTold() {
    assertThat(through(List.of("THE END"), "one THE E")).isEqualTo("one THE E");
  }

  @Test
  void theStopThatIsCompleteFirstCounts() {
    assertThat(through(List.of("abc", "b"), "xabc")).isEqualTo("xa");
    assertThat(through(List.of("bc", "abc"), "xabc")).isEqualTo("x");
    assertThat(through(List.of("z"), "xyz", "more")).isEqualTo("xy");
  }

  @Test
  void withoutStopsEverythingGoesThroughAtOnce() {
    StopTexts texts = new StopTexts(List.of(), told::add);
    texts.add("any");
    assertThat(told).containsExactly("any");
  }
}
