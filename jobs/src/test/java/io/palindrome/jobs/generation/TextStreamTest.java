package io.palindrome.jobs.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.pipeline.token.ByteTokenizer;
import io.palindrome.pipeline.token.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextStreamTest {
  private final Tokenizer tokenizer = new ByteTokenizer();
  private final List<String> told = new ArrayList<>();
  private final TextStream stream = new TextStream(tokenizer, told::add);

  private void add(String text) {
    for (int token : tokenizer.encode(text)) {
      stream.add(token);
    }
  }

  @Test
  void charactersOfSeveralBytesAreToldWhole() {
    add("aé€𝄞b");
    assertThat(told).containsExactly("a", "é", "€", "𝄞", "b");
  }

  @Test
  void halfACharacterAtTheEndIsReplaced() {
    stream.add(tokenizer.encode("é")[0]);
    assertThat(told).isEmpty();
    stream.flush();
    assertThat(told).containsExactly("\uFFFD");
  }

  @Test
  void bytesThatAreNoUtf8AreToldInTheEnd() {
    int lead = tokenizer.encode("é")[0];
    for (int i = 0; i < 4; i++) {
      stream.add(lead);
    }
    assertThat(String.join("", told)).isEqualTo("\uFFFD\uFFFD\uFFFD\uFFFD");
  }
}
