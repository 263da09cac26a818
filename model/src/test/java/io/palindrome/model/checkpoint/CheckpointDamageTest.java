package io.palindrome.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.DataException;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.parameter.TinyConfigs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every damage is refused by name and reason, and the undamaged checkpoint is not. */
class CheckpointDamageTest {
  private static final String NAME = "step-00000012";

  @TempDir Path folder;
  private CheckpointFile checkpoints;

  @BeforeEach
  void writeCheckpoint() {
    checkpoints = CheckpointFile.in(folder);
    checkpoints.write(CheckpointSamples.at(12));
    checkpoints.read(NAME, resume(TinyConfigs.axial()));
  }

  private static Expectation resume(ReformerConfig model) {
    return Expectation.resume(model, "sha256:dataset-a", "sha256:tokenizer-a");
  }

  private Path file(String name) {
    return folder.resolve(NAME).resolve(name);
  }

  private void assertRefused(Expectation expectation, String reason) {
    assertThatThrownBy(() -> checkpoints.read(NAME, expectation))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot load checkpoint " + folder.resolve(NAME) + ": " + reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parameters.safetensors",
        "optimizer.safetensors",
        "config.json",
        "config.conf",
        "state.json"
      })
  void missingTruncatedOrFlippedFilesAreRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(file(name));
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    Files.write(file(name), flipped);
    assertRefused(
        Expectation.none(),
        "its file %s is damaged (its SHA-256 is not its manifest's); use an older checkpoint"
            .formatted(name));
    Files.write(file(name), Arrays.copyOf(whole, whole.length - 1));
    assertRefused(
        Expectation.none(),
        "its file %s has %d bytes, and its manifest says %d; use an older checkpoint"
            .formatted(name, whole.length - 1, whole.length));
    Files.delete(file(name));
    assertRefused(Expectation.none(), "its file " + name + " is missing; use an older checkpoint");
  }

  @Test
  void missingManifestMeansNeverCompleted() throws IOException {
    Files.delete(file("checkpoint.json"));
    assertRefused(
        Expectation.none(),
        "it has no checkpoint.json, so it was never completed; use an older checkpoint");
    assertThat(checkpoints.latest()).isEmpty();
  }

  @Test
  void anyFlippedByteOfTheManifestIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file("checkpoint.json"));
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      Files.write(file("checkpoint.json"), flipped);
      assertThatThrownBy(() -> checkpoints.read(NAME, Expectation.none()))
          .as("byte %d", i)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("Cannot load checkpoint " + folder.resolve(NAME) + ": its ");
    }
  }

  @Test
  void changedManifestIsRefusedByItsChecksum() throws IOException {
    replaceInManifest("dataset-a", "dataset-b");
    assertRefused(
        Expectation.none(),
        "its checkpoint.json is damaged (its checksum does not fit); use an older checkpoint");
  }

  @Test
  void unknownVersionIsRefused() throws IOException {
    replaceInManifest("\"version\" : 1", "\"version\" : 2");
    assertRefused(
        Expectation.none(),
        "its format version is 2, this program reads 1; use the program that wrote it, palindrome"
            + " 0.1.0");
  }

  private void replaceInManifest(String old, String with) throws IOException {
    String text = Files.readString(file("checkpoint.json"));
    assertThat(text).contains(old);
    Files.writeString(file("checkpoint.json"), text.replace(old, with));
  }

  @Test
  void manifestCannotNameOtherFiles() throws IOException {
    CheckpointManifest manifest = checkpoints.manifest(NAME);
    CheckpointManifest forged =
        new CheckpointManifest(
            manifest.step(),
            manifest.parameterCount(),
            manifest.layoutHash(),
            manifest.provenance(),
            List.of(new CheckpointManifest.Entry("../../secret", 0, "")));
    Files.write(file("checkpoint.json"), forged.render());
    assertRefused(
        Expectation.none(),
        "its checkpoint.json must list the files [parameters.safetensors, optimizer.safetensors,"
            + " config.json, config.conf, state.json], but lists [../../secret]");
  }

  @Test
  void otherShapesAreRefusedWithTheSlot() {
    assertRefused(
        resume(withPositions(List.of(4, 16), List.of(2, 6))),
        "its layout has reformer.embeddings.position_embeddings.weights.0 [4, 1, 3], this model has"
            + " [4, 1, 2]; use the config stored in the checkpoint or start a new run");
  }

  @Test
  void missingAndAdditionalSlotsAreRefused() {
    assertRefused(
        resume(TinyConfigs.learned()),
        "its layout lacks reformer.embeddings.position_embeddings.embedding.weight, this model has"
            + " [64, 8]; use the config stored in the checkpoint or start a new run");
    ReformerConfig tiny = TinyConfigs.axial();
    ReformerConfig shallow =
        new ReformerConfig(
            tiny.vocabularySize(),
            tiny.dModel(),
            tiny.heads(),
            tiny.dHead(),
            tiny.layers().subList(0, 1),
            true,
            0.0,
            1e-12,
            0,
            0,
            tiny.position(),
            tiny.lsh(),
            tiny.local(),
            tiny.full(),
            tiny.feedForward());
    assertRefused(
        resume(shallow),
        "its layout has reformer.encoder.layers.1.attention.layer_norm.weight [8], this model lacks"
            + " it; use the config stored in the checkpoint or start a new run");
  }

  private static ReformerConfig withPositions(List<Integer> shape, List<Integer> widths) {
    ReformerConfig tiny = TinyConfigs.axial();
    return new ReformerConfig(
        tiny.vocabularySize(),
        tiny.dModel(),
        tiny.heads(),
        tiny.dHead(),
        tiny.layers(),
        true,
        0.0,
        1e-12,
        0,
        0,
        new PositionConfig(PositionKind.AXIAL, 64, shape, widths),
        tiny.lsh(),
        tiny.local(),
        tiny.full(),
        tiny.feedForward());
  }

  @Test
  void otherDatasetAndTokenizerAreRefusedByName() {
    assertRefused(
        Expectation.resume(TinyConfigs.axial(), "sha256:dataset-b", "sha256:tokenizer-a"),
        "its dataset is sha256:dataset-a, this run's is sha256:dataset-b; use the dataset it was"
            + " trained with or start a new run");
    assertRefused(
        Expectation.sameTokenizer("sha256:tokenizer-b"),
        "its tokenizer is sha256:tokenizer-a, this run's is sha256:tokenizer-b; use the tokenizer"
            + " it was trained with or start a new run");
    checkpoints.read(NAME, Expectation.sameTokenizer("sha256:tokenizer-a"));
  }

  @Test
  void missingStateAndVectorsAreNamed() {
    Checkpoint checkpoint = checkpoints.read(NAME, Expectation.none());
    assertThatThrownBy(() -> checkpoint.state().number("round"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot resume: the checkpoint's state has no number round, only [epoch, tokens]; start"
                + " a new run");
    assertThatThrownBy(() -> checkpoint.vectors().optimizer("adam.second"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot resume: the checkpoint has no optimizer vector adam.second, only [adam.first,"
                + " none, outer.momentum]; use the config stored in the checkpoint or start a new"
                + " run");
  }

  @Test
  void stateWithoutFiniteMeasuresIsRefusedWhenMade() {
    assertThatThrownBy(() -> TrainingState.at(1).with("loss", Double.NaN))
        .hasMessage("loss must be finite, but is NaN");
    assertThatThrownBy(() -> TrainingState.at(-1)).hasMessage("step must be 0 or more, but is -1");
  }

  @Test
  void stateOfAnotherTypeIsRefused() {
    byte[] text = "{\"step\":1,\"numbers\":{\"a\":1.5}}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> TrainingState.parse(JsonObject.parse("Cannot read s", text)))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read s: it has no measures");
  }
}
