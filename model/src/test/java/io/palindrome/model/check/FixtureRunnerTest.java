package io.palindrome.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixtureRunnerTest {
  @TempDir Path folder;
  private int exitCode;

  private List<String> run() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    exitCode = FixtureRunner.run(folder, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void copy(String fixture, String name) throws IOException {
    Files.copy(Goldens.fixture(fixture), folder.resolve(name + ".safetensors"));
  }

  /** A file of tensors that has a header and no tensor. */
  private void tensors(String name, String header) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + text.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text);
    Files.write(folder.resolve(name + ".safetensors"), bytes.array());
  }

  @Test
  void knowsFixturesByTheirContentWhateverTheirNames() throws IOException {
    copy("i1_short_standard", "zebra");
    copy("t2_adam_1worker", "q_not_greedy");
    copy("q1_greedy_nocache", "a1");
    copy("r2_rev_conv_bn", "images");
    List<String> lines = run();
    assertThat(lines).filteredOn(line -> line.startsWith("ok     zebra")).hasSize(6);
    assertThat(lines).filteredOn(line -> line.startsWith("ok     q_not_greedy")).hasSize(2);
    assertThat(lines).filteredOn(line -> line.startsWith("ok     a1")).hasSize(4);
    assertThat(lines).filteredOn(line -> line.startsWith("ok     images")).hasSize(8);
    assertThat(lines.get(lines.size() - 1)).isEqualTo("20 checks passed, 0 failed");
    assertThat(exitCode).isZero();
  }

  @Test
  void namesWhatItCannotRun() throws IOException {
    tensors("novelty", "{\"__metadata__\": {\"meta\": \"{\\\"kind\\\": \\\"unheard of\\\"}\"}}");
    Files.writeString(folder.resolve("other.json"), "{\"kind\": \"a new kind\"}");
    Files.createDirectory(folder.resolve("empty"));
    assertThat(run())
        .containsExactly(
            "FAILED novelty                      not supported yet: unheard of",
            "FAILED other                        not supported yet: a new kind",
            "FAILED empty                        not supported yet: a folder without config.json"
                + " and model.safetensors",
            "0 checks passed, 3 failed");
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void brokenFilesAreFailedLinesAndTheOthersStillRun() throws IOException {
    copy("i1_short_standard", "whole");
    byte[] bytes = Files.readAllBytes(Goldens.fixture("i1_short_standard"));
    Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, 5000));
    Files.write(folder.resolve("huge.safetensors"), new byte[] {-1, -1, -1, -1, -1, -1, -1, 127});
    Files.writeString(folder.resolve("half.json"), "{\"config\":");
    List<String> lines = run();
    assertThat(lines).filteredOn(line -> line.startsWith("FAILED cut ")).hasSize(1);
    assertThat(lines).filteredOn(line -> line.startsWith("FAILED huge ")).hasSize(1);
    assertThat(lines).filteredOn(line -> line.startsWith("FAILED half ")).hasSize(1);
    assertThat(lines.get(lines.size() - 1)).isEqualTo("6 checks passed, 3 failed");
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void anEmptyFolderIsNoSuccess() {
    assertThat(run()).containsExactly("0 checks passed, 0 failed");
    assertThat(exitCode).isEqualTo(1);
  }
}
