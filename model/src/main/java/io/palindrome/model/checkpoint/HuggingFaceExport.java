package io.palindrome.model.checkpoint;

import io.palindrome.conf.DataException;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.ResourceException;
import io.palindrome.model.parameter.ParameterLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A folder with {@code model.safetensors} and {@code config.json}, as Hugging Face writes it. */
public final class HuggingFaceExport {
  private static final String WEIGHTS = "model.safetensors";
  private static final String CONFIG = "config.json";

  private HuggingFaceExport() {}

  /**
   * A network and its weights.
   *
   * @param parameters the flat vector in the layout of {@code config}
   */
  public record Model(ReformerConfig config, float[] parameters) {}

  /** Writes both files into {@code folder}, each complete under its name or not at all. */
  public static void write(Path folder, Model model) {
    ParameterLayout layout = ParameterLayout.of(model.config());
    LocalStorage storage = new LocalStorage(folder);
    try {
      Files.createDirectories(folder);
      SafetensorsWriter.write(
          folder.resolve(WEIGHTS),
          ParameterTensors.entries(layout, model.parameters()),
          CheckpointWriter.pytorch());
      try (OutputStream out = storage.create(".config.json.tmp")) {
        out.write(HuggingFaceConfig.render(model.config()).getBytes(StandardCharsets.UTF_8));
      }
      storage.rename(".config.json.tmp", CONFIG);
    } catch (IOException e) {
      throw new ResourceException("Cannot export to %s: %s".formatted(folder, e), e);
    }
  }

  /**
   * Reads both files.
   *
   * @throws DataException if one is missing or damaged, or they do not fit each other
   */
  public static Model read(Path folder) {
    Path config = folder.resolve(CONFIG);
    ReformerConfig network;
    try {
      network = HuggingFaceConfig.parse(config.toString(), Files.readString(config));
    } catch (NoSuchFileException e) {
      throw new DataException("Cannot read %s: there is no such file".formatted(config), e);
    } catch (IOException e) {
      throw new ResourceException("Cannot read %s: %s".formatted(config, e), e);
    }
    try (SafetensorsFile weights = SafetensorsFile.open(folder.resolve(WEIGHTS))) {
      return new Model(network, ParameterTensors.read(weights, ParameterLayout.of(network)));
    }
  }
}
