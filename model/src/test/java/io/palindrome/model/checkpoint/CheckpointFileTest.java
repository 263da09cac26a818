package io.palindrome.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.DataException;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.ResourceException;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.parameter.ParameterInitializer;
import io.palindrome.model.parameter.TinyConfigs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
  @TempDir Path folder;
  private CheckpointFile checkpoints;

  @BeforeEach
  void openFolder() {
    checkpoints = CheckpointFile.in(folder);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everythingReadsBackToTheBit() {
    Checkpoint written = CheckpointSamples.at(1200);
    assertThat(checkpoints.write(written)).isEqualTo("step-00001200");
    Checkpoint read = checkpoints.read("step-00001200", Expectation.none());
    assertThat(read.model()).isEqualTo(written.model());
    assertThat(read.runConfig()).isEqualTo(written.runConfig());
    assertThat(read.state()).isEqualTo(written.state());
    assertThat(read.provenance()).isEqualTo(written.provenance());
    assertThat(read.vectors().parameters()).isEqualTo(written.vectors().parameters());
    assertThat(read.vectors().optimizer()).containsOnlyKeys("adam.first", "none", "outer.momentum");
    assertThat(Float.floatToRawIntBits(read.vectors().optimizer("outer.momentum")[1]))
        .isEqualTo(Float.floatToRawIntBits(-0f));
    written
        .vectors()
        .optimizer()
        .forEach((name, vector) -> assertThat(read.vectors().optimizer(name)).isEqualTo(vector));
    assertThat(read.state().number("tokens")).isEqualTo(Long.MAX_VALUE);
    assertThat(read.state().measure("bitsPerByte")).isEqualTo(0.1);
    assertThat(read.state().text("plan")).isEqualTo("ä \"quoted\"");
  }

  @Test
  void aNetworkWithFullAttentionReadsBack() {
    ReformerConfig model =
        TinyNetwork.config(List.of(AttentionKind.FULL, AttentionKind.LSH), PositionKind.AXIAL, 0.5);
    Checkpoint sample = CheckpointSamples.at(3);
    float[] parameters = ParameterInitializer.initialize(model, 3);
    TrainingVectors vectors = new TrainingVectors(parameters, new TreeMap<>());
    checkpoints.write(new Checkpoint(model, "", vectors, TrainingState.at(3), sample.provenance()));
    Checkpoint read = checkpoints.read("step-00000003", Expectation.none());
    assertThat(read.model()).isEqualTo(model);
    assertThat(read.vectors().parameters()).isEqualTo(parameters);
  }

  @Test
  void equalCheckpointsHaveEqualBytes(@TempDir Path other) throws IOException {
    checkpoints.write(CheckpointSamples.at(3));
    CheckpointFile.in(other).write(CheckpointSamples.at(3));
    for (String name : CheckpointFile.FILES) {
      assertThat(folder.resolve("step-00000003").resolve(name))
          .hasSameBinaryContentAs(other.resolve("step-00000003").resolve(name));
    }
    assertThat(folder.resolve("step-00000003/checkpoint.json"))
        .hasSameBinaryContentAs(other.resolve("step-00000003/checkpoint.json"));
  }

  @Test
  void latestIsTheHighestStepAndThePointerNamesIt() throws IOException {
    assertThat(checkpoints.latest()).isEmpty();
    checkpoints.write(CheckpointSamples.at(9));
    checkpoints.write(CheckpointSamples.at(100_000_000));
    assertThat(checkpoints.latest()).contains("step-100000000");
    assertThat(checkpoints.names()).containsExactly("step-00000009", "step-100000000");
    assertThat(folder.resolve("latest")).hasContent("step-100000000");
    assertThat(files()).containsExactly("latest", "step-00000009", "step-100000000");
  }

  @Test
  void writingAStepAgainReplacesIt() throws IOException {
    checkpoints.write(CheckpointSamples.at(5));
    Files.write(folder.resolve("step-00000005/state.json"), new byte[1]);
    checkpoints.write(CheckpointSamples.at(5));
    assertThat(checkpoints.read("step-00000005", Expectation.none()).state().step()).isEqualTo(5);
    assertThat(files()).containsExactly("latest", "step-00000005");
  }

  @Test
  void halfWrittenFoldersAreIgnoredAndRemovedByTheNextWrite() throws IOException {
    checkpoints.write(CheckpointSamples.at(5));
    Path half = Files.createDirectory(folder.resolve(".writing-step-00000006"));
    Files.write(half.resolve("parameters.safetensors"), new byte[100]);
    Files.createDirectory(folder.resolve("step-00000007"));
    assertThat(checkpoints.latest()).contains("step-00000005");
    checkpoints.write(CheckpointSamples.at(8));
    assertThat(half).doesNotExist();
    assertThat(checkpoints.latest()).contains("step-00000008");
  }

  @Test
  void failingStorageLeavesOnlyWhatWasThere() throws IOException {
    checkpoints.write(CheckpointSamples.at(5));
    for (String victim : CheckpointFile.FILES) {
      CheckpointFile failing = new CheckpointFile(new FailingStorage(folder, victim));
      assertThatThrownBy(() -> failing.write(CheckpointSamples.at(6)))
          .isInstanceOf(ResourceException.class)
          .hasMessage(
              "Cannot write checkpoint %s: java.io.IOException: disk full; free or repair the storage and resume the run"
                  .formatted(folder.resolve("step-00000006")));
      assertThat(checkpoints.names()).containsExactly("step-00000005");
      assertThat(checkpoints.read("step-00000005", Expectation.none()).state().step()).isEqualTo(5);
    }
  }

  @Test
  void pruningKeepsTheNewest() throws IOException {
    for (long step : List.of(1L, 2L, 3L, 4L)) {
      checkpoints.write(CheckpointSamples.at(step));
    }
    assertThat(checkpoints.prune(2)).containsExactly("step-00000002", "step-00000001");
    assertThat(files()).containsExactly("latest", "step-00000003", "step-00000004");
    assertThat(checkpoints.prune(2)).isEmpty();
    assertThatThrownBy(() -> checkpoints.prune(0)).hasMessage("keep must be at least 1, but is 0");
  }

  @Test
  void pruningNeverDeletesTheNewestCompleteOne() throws IOException {
    for (long step : List.of(1L, 2L, 3L, 4L)) {
      checkpoints.write(CheckpointSamples.at(step));
    }
    Files.delete(folder.resolve("step-00000004/optimizer.safetensors"));
    Files.write(folder.resolve("step-00000003/checkpoint.json"), new byte[3]);
    assertThat(checkpoints.prune(1)).containsExactly("step-00000001");
    assertThat(checkpoints.names())
        .containsExactly("step-00000002", "step-00000003", "step-00000004");
  }

  @Test
  void loadTakesACheckpointOrTheFolderOfARun() {
    checkpoints.write(CheckpointSamples.at(1));
    checkpoints.write(CheckpointSamples.at(2));
    assertThat(CheckpointFile.load(folder, Expectation.none()).state().step()).isEqualTo(2);
    assertThat(
            CheckpointFile.load(folder.resolve("step-00000001"), Expectation.none()).state().step())
        .isEqualTo(1);
    assertThatThrownBy(
            () -> CheckpointFile.load(folder.resolve("step-00000003"), Expectation.none()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot load checkpoint %s: there is no such folder"
                .formatted(folder.resolve("step-00000003")));
    assertThatThrownBy(() -> CheckpointFile.load(folder.resolve("empty"), Expectation.none()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            ("Cannot load checkpoint %s: there is none in it; it must be a run, its folder of"
                    + " checkpoints, or one step-NNNNNNNN of them")
                .formatted(folder.resolve("empty")));
  }

  @Test
  void aTrainedModelKeepsItsParametersAsHuggingFaceTensors() {
    checkpoints.write(CheckpointSamples.at(1));
    try (SafetensorsFile file =
        SafetensorsFile.open(folder.resolve("step-00000001/parameters.safetensors"))) {
      assertThat(file.metadata()).containsEntry("format", "pt");
      assertThat(file.tensor("reformer.embeddings.word_embeddings.weight").shape())
          .containsExactly(11L, (long) TinyConfigs.axial().dModel());
    }
  }

  /** Local storage on which one file cannot be written. */
  private record FailingStorage(LocalStorage local, String victim) implements CheckpointStorage {
    FailingStorage(Path folder, String victim) {
      this(new LocalStorage(folder), victim);
    }

    @Override
    public OutputStream create(String path) throws IOException {
      OutputStream out = local.create(path);
      if (!path.endsWith("/" + victim)) {
        return out;
      }
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          throw new IOException("disk full");
        }

        @Override
        public void close() throws IOException {
          out.close();
        }
      };
    }

    @Override
    public String describe(String path) {
      return local.describe(path);
    }

    @Override
    public boolean exists(String path) {
      return local.exists(path);
    }

    @Override
    public List<String> list(String path) throws IOException {
      return local.list(path);
    }

    @Override
    public ByteSource open(String path) throws IOException {
      return local.open(path);
    }

    @Override
    public void rename(String from, String to) throws IOException {
      local.rename(from, to);
    }

    @Override
    public void delete(String path) throws IOException {
      local.delete(path);
    }
  }
}
