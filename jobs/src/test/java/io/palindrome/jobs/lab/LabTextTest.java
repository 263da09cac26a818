package io.palindrome.jobs.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.UserException;
import io.palindrome.model.TrainingBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabTextTest {
  @TempDir private Path folder;

  private LabText of(String text, int shortest) throws IOException {
    Path file = Files.writeString(folder.resolve("book.txt"), text);
    return LabText.of(new LabSettings(Pace.FULL, 3, Optional.of(file)), shortest);
  }

  @Test
  void examplesAreStretchesOfTheTextAndTheSameEveryTime() throws IOException {
    LabText text = of("abcdefghijklmnopqrstuvwxyz", 4);
    TrainingBatch batch = text.batch(5, 8, 4);
    for (int b = 0; b < 8; b++) {
      for (int i = 1; i < 4; i++) {
        assertThat(batch.tokens()[b * 4 + i]).isEqualTo(batch.tokens()[b * 4 + i - 1] + 1);
      }
    }
    assertThat(text.batch(5, 8, 4).tokens()).isEqualTo(batch.tokens());
    assertThat(text.batch(6, 8, 4).tokens()).isNotEqualTo(batch.tokens());
  }

  @Test
  void theHeldOutEndIsInTheSecondPartOnly() throws IOException {
    LabText[] parts = of("aaaaaaaaaabbbb", 4).split(4);
    assertThat(parts[0].length()).isEqualTo(10);
    assertThat(parts[0].batch(0, 6, 4).tokens()).containsOnly('a');
    assertThat(parts[1].batch(0, 6, 4).tokens()).containsOnly('b');
  }

  @Test
  void refusesATextThatIsTooShort() {
    assertThatThrownBy(() -> of("abc", 1_000))
        .isInstanceOf(UserException.class)
        .hasMessage("--text must have 1,000 bytes or more, but has 3");
  }
}
