package io.palindrome.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.DataException;
import io.palindrome.model.parameter.ParameterInitializer;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Slot;
import io.palindrome.model.parameter.TinyConfigs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceExportTest {
  @TempDir Path folder;

  private static HuggingFaceExport.Model model(float[] parameters) {
    return new HuggingFaceExport.Model(
        TinyConfigs.axial(), parameters, Optional.of("{\"version\" : \"1.0\"}\n"));
  }

  @Test
  void exportReadsBackToTheBit() throws IOException {
    float[] parameters = ParameterInitializer.initialize(TinyConfigs.axial(), 4);
    HuggingFaceExport.write(folder.resolve("out"), model(parameters));
    HuggingFaceExport.Model read = HuggingFaceExport.read(folder.resolve("out"));
    assertThat(read.config()).isEqualTo(TinyConfigs.axial());
    assertThat(read.parameters()).isEqualTo(parameters);
    assertThat(read.tokenizer()).isEqualTo(model(parameters).tokenizer());
    try (var files = Files.list(folder.resolve("out"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("config.json", "model.safetensors", "tokenizer.json");
    }
  }

  /** The weights of the tiny checkpoint are those of fixture d1. */
  @Test
  void tinyCheckpointOfHuggingFaceLoadsIntoTheFlatVector() {
    HuggingFaceExport.Model tiny = HuggingFaceExport.read(Goldens.file("hf_tiny_checkpoint"));
    ParameterLayout layout = ParameterLayout.of(tiny.config());
    try (SafetensorsFile fixture =
        SafetensorsFile.open(Goldens.file("d1_mixed_axial_chunkedff.safetensors"))) {
      for (Slot slot : layout.slots()) {
        assertThat(Arrays.copyOfRange(tiny.parameters(), (int) slot.offset(), (int) slot.end()))
            .as(slot.name())
            .isEqualTo(fixture.floats("w." + slot.name()));
      }
      assertThat(ParameterTensors.read("Cannot load", fixture, layout, "w."))
          .isEqualTo(tiny.parameters());
    }
  }

  /** What is exported again has the names, shapes and values of the original file. */
  @Test
  void tinyCheckpointOfHuggingFaceIsExportedUnchanged() {
    Path original = Goldens.file("hf_tiny_checkpoint");
    HuggingFaceExport.write(folder, HuggingFaceExport.read(original));
    try (SafetensorsFile a = SafetensorsFile.open(original.resolve("model.safetensors"));
        SafetensorsFile b = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
      assertThat(b.metadata()).isEqualTo(a.metadata());
      assertThat(b.names()).containsExactlyInAnyOrderElementsOf(a.names());
      for (String name : a.names()) {
        assertThat(b.tensor(name).shape()).isEqualTo(a.tensor(name).shape());
        assertThat(b.floats(name)).isEqualTo(a.floats(name));
      }
    }
  }

  @Test
  void headBiasUnderItsTiedNameIsFound() {
    ParameterLayout layout = ParameterLayout.of(TinyConfigs.axial());
    float[] parameters = new float[(int) layout.parameterCount()];
    Arrays.fill(parameters, 3f);
    List<TensorEntry> entries = new ArrayList<>(ParameterTensors.entries(layout, parameters));
    TensorEntry bias = entries.remove(entries.size() - 1);
    assertThat(bias.name()).isEqualTo("lm_head.bias");
    entries.add(
        TensorEntry.floats(
            "lm_head.decoder.bias", bias.shape(), parameters, (int) layout.head().bias().offset()));
    Path file = folder.resolve("tied.safetensors");
    SafetensorsWriter.write(file, entries, new TreeMap<>());
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(ParameterTensors.read(read, layout)).isEqualTo(parameters);
    }
  }

  @Test
  void missingFilesAndOtherLayoutsAreRefused() throws IOException {
    assertThatThrownBy(() -> HuggingFaceExport.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot read %s: there is no such file".formatted(folder.resolve("config.json")));
    float[] parameters = ParameterInitializer.initialize(TinyConfigs.axial(), 4);
    HuggingFaceExport.write(folder, model(parameters));
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"feed_forward_size\" : 10", "\"feed_forward_size\" : 12"));
    assertThatThrownBy(() -> HuggingFaceExport.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot load weights %s: its layout has reformer.encoder.layers.0.feed_forward.dense.dense.weight [10, 8], this model has [12, 8]; use the config stored in the checkpoint or start a new run"
                .formatted(folder.resolve("model.safetensors")));
  }

  @Test
  void parametersMustFitTheLayout() {
    assertThatThrownBy(
            () -> ParameterTensors.entries(ParameterLayout.of(TinyConfigs.axial()), new float[3]))
        .hasMessageMatching("parameters must be \\[\\d+], but is \\[3]");
  }
}
