package io.palindrome.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunConfigTest {
  @Test
  void travelsToExecutors() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(RunConfig.DEFAULT);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(RunConfig.DEFAULT);
    }
  }

  @Test
  void keepsItsListsWhenTheCallerChangesHis() {
    List<Integer> buckets = new ArrayList<>(List.of(4, 8));
    LshConfig lsh = new LshConfig(1, buckets, 4, 1, 0, 0, 0, false, DuplicateKeys.COUNTED);
    buckets.set(0, 7);
    assertThat(lsh.hashBuckets()).containsExactly(4, 8);
  }

  @Test
  void allowsTinyNetworks() {
    ReformerConfig tiny =
        new ReformerConfig(
            17,
            16,
            2,
            8,
            List.of(AttentionKind.LOCAL, AttentionKind.LSH),
            true,
            0,
            1e-12,
            0,
            0,
            new PositionConfig(PositionKind.AXIAL, 256, List.of(8, 8), List.of(6, 10)),
            new LshConfig(2, List.of(8), 4, 1, 0, 0, 0, false, DuplicateKeys.COUNTED),
            new LocalConfig(6, 1, 0, 0, 0),
            FullConfig.DEFAULT,
            new FeedForwardConfig(FeedForwardKind.PLAIN, 24, Activation.RELU, 0));
    assertThat(tiny.lengthMultiple()).isEqualTo(12);
    assertThat(tiny.position().positions()).isEqualTo(64);
  }

  @Test
  void fillsInWhatTheTokenizerDecides() {
    ReformerConfig open = ReformerConfig.DEFAULT.forVocabulary(260, 256);
    assertThat(open.vocabularySize()).isEqualTo(260);
    assertThat(open.padToken()).isEqualTo(256);
    ReformerConfig given = open.forVocabulary(1000, 3);
    assertThat(given).isEqualTo(open);
  }

  @Test
  void refusesAPadTokenOutsideTheVocabulary() {
    assertThatThrownBy(() -> ReformerConfig.DEFAULT.forVocabulary(256, 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("model.pad-token must be less than model.vocabulary-size 256, but is 256");
  }

  @Test
  void refusesFusedHostKernelsOnAGpu() {
    assertThatThrownBy(
            () -> ConfigFile.defaults(List.of("runtime.device=cuda", "runtime.kernels=host")))
        .hasMessageEndingWith(
            "--set runtime.kernels=host: runtime.kernels must be auto or nd4j with runtime.device"
                + " cuda, but is host");
  }

  @Test
  void countsLengthsThroughTheWarmup() {
    BatchConfig batch = new BatchConfig(0, 1, List.of(64, 128), List.of(2, 1));
    assertThat(List.of(0, 1, 2, 3, 4).stream().map(batch::lengthInRound))
        .containsExactly(64, 64, 128, 0, 0);
    BatchConfig shorter = new BatchConfig(96, 1, List.of(64, 128), List.of(2, 1));
    assertThat(List.of(1, 2, 3).stream().map(shorter::lengthInRound)).containsExactly(64, 96, 96);
  }

  @Test
  void refusesWarmupCropsThatThePositionsDoNotReach() {
    assertThatThrownBy(
            () ->
                ConfigFile.defaults(
                    List.of("train.batch.length=0", "train.batch.warmup-lengths=[32768]")))
        .hasMessageEndingWith(
            "train.batch.warmup-lengths must be at most model.position.max-length 16384, but is"
                + " [32768]");
  }

  @Test
  void saysWhichRecordIsMissing() {
    assertThatThrownBy(() -> new TokenizerConfig(null))
        .hasMessage("tokenizer.kind must be given, but is missing");
  }
}
