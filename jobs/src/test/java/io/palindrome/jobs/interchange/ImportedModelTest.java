package io.palindrome.jobs.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.DataException;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.TokenizerConfig;
import io.palindrome.model.checkpoint.HostileReads;
import io.palindrome.model.checkpoint.HuggingFaceExport;
import io.palindrome.model.checkpoint.Mutations;
import io.palindrome.model.parameter.ParameterInitializer;
import io.palindrome.model.parameter.TinyConfigs;
import io.palindrome.pipeline.token.Tokenizer;
import io.palindrome.pipeline.token.TokenizerFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportedModelTest {
  private static final String TOKENIZER =
      TokenizerFile.render(Tokenizer.of(TokenizerConfig.DEFAULT));

  private static final long BYTES_PER_BYTE = 64;

  /** The run's configuration is read and rendered, and the tokenizer's file for comparison. */
  private static final long BYTES_ALWAYS = 1 << 21;

  private static final int FOLDERS = 10_000;

  @TempDir Path folder;

  private Path exported(Optional<String> tokenizer) {
    Path target = folder.resolve("hf");
    HuggingFaceExport.write(
        target,
        new HuggingFaceExport.Model(
            TinyConfigs.axial(),
            ParameterInitializer.initialize(TinyConfigs.axial(), 5),
            tokenizer));
    return target;
  }

  @Test
  void theCheckpointHasTheNetworkAndLengthsItCanTrainOn() {
    ImportedModel imported = ImportedModel.read(exported(Optional.of(TOKENIZER)));
    assertThat(imported.checkpoint().model()).isEqualTo(TinyConfigs.axial());
    RunConfig run = ConfigFile.parse("config.conf", imported.checkpoint().runConfig(), List.of());
    assertThat(run.model()).isEqualTo(TinyConfigs.axial());
    assertThat(run.train().batch().length()).isEqualTo(64);
    assertThat(imported.checkpoint().state().step()).isZero();
  }

  @Test
  void aVocabularyThatIsTooSmallForTextIsNoted() {
    assertThat(ImportedModel.read(exported(Optional.empty())).notes())
        .containsExactly(
            "its vocabulary of 11 tokens is smaller than the byte tokenizer's 260: it can be exported and inspected, but has no tokenizer here");
  }

  @Test
  void anotherTokenizerIsRefused() {
    Path hf = exported(Optional.of(TOKENIZER.replace("\"BPE\"", "\"WordPiece\"")));
    assertThatThrownBy(() -> ImportedModel.read(hf))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot import %s: its tokenizer.json must be the byte tokenizer's, as export writes it, but is another; remove it to import the weights alone"
                .formatted(hf));
  }

  @Test
  void positionsThatAreTooFewAreRefused() {
    Path hf = exported(Optional.empty());
    replace(
        hf.resolve("config.json"),
        "\"max_position_embeddings\" : 64",
        "\"max_position_embeddings\" : 65");
    assertThatThrownBy(() -> ImportedModel.read(hf))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "model.position.axial-shape must have a product of at least model.position.max-length 65, but is [4, 16]");
  }

  private static void replace(Path file, String before, String after) {
    try {
      String text = Files.readString(file);
      assertThat(text).contains(before);
      Files.writeString(file, text.replace(before, after));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() throws IOException {
    Path hf = exported(Optional.empty());
    byte[] weights = Files.readAllBytes(hf.resolve("model.safetensors"));
    weights[weights.length - 1] = 0x7f;
    weights[weights.length - 2] = (byte) 0xc0;
    Files.write(hf.resolve("model.safetensors"), weights);
    assertThatThrownBy(() -> ImportedModel.read(hf))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("element 10 of lm_head.bias must be finite, but is NaN");
  }

  /** Each folder has one damaged file of its three. */
  @Test
  void damagedFoldersGiveOneLineAndAllocateLittle() throws IOException {
    Path hf = exported(Optional.of(TOKENIZER));
    List<String> names = List.of("model.safetensors", "config.json", "tokenizer.json");
    HostileReads first = new HostileReads(BYTES_PER_BYTE, 1 << 25);
    first.read("classes are loaded", 0, () -> ImportedModel.read(hf));
    HostileReads reads = new HostileReads(BYTES_PER_BYTE, BYTES_ALWAYS);
    for (int n = 0; n < FOLDERS; n++) {
      Path file = hf.resolve(names.get(n % 8 == 7 ? 2 : n % 2));
      byte[] original = Files.readAllBytes(file);
      byte[] damaged = damaged(file.getFileName().toString(), original, n);
      Files.write(file, damaged);
      reads.read("folder " + n, original.length + damaged.length, () -> ImportedModel.read(hf));
      Files.write(file, original);
    }
    assertThat(reads.complaints()).isEmpty();
    assertThat(reads.refused()).isGreaterThan(FOLDERS / 2);
    assertThat(reads.accepted()).isPositive();
  }

  private static byte[] damaged(String name, byte[] original, int n) {
    Mutations mutations = new Mutations(47, n);
    if (name.equals("model.safetensors")) {
      return n % 4 == 0 ? mutations.headerJson(original) : mutations.bytes(original, 1024);
    }
    if (n % 3 == 0) {
      return mutations.bytes(original, original.length);
    }
    return mutations
        .json(new String(original, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }
}
