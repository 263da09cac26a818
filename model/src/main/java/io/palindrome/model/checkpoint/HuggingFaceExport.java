package io.palindrome.model.checkpoint;

import io.palindrome.conf.DataException;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.ResourceException;
import io.palindrome.conf.UserException;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Slot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder with {@code config.json}, {@code model.safetensors} and, where there is one, {@code
 * tokenizer.json}, as Hugging Face writes it.
 */
public final class HuggingFaceExport {
  private static final String WEIGHTS = "model.safetensors";
  private static final String CONFIG = "config.json";
  private static final String TOKENIZER = "tokenizer.json";

  /** No configuration of a Reformer comes near; what is larger is no configuration. */
  private static final long MOST_CONFIG_BYTES = 1 << 20;

  private static final long MOST_TOKENIZER_BYTES = 1 << 25;

  private HuggingFaceExport() {}

  /**
   * A network and its weights.
   *
   * @param parameters the flat vector in the layout of {@code config}
   * @param tokenizer the text of {@code tokenizer.json}
   */
  public record Model(ReformerConfig config, float[] parameters, Optional<String> tokenizer) {
    /** Largest magnitude in the head's bias, which transformers 5 does not add. */
    public float largestHeadBias() {
      Slot bias = ParameterLayout.of(config).head().bias();
      float largest = 0;
      for (long i = bias.offset(); i < bias.end(); i++) {
        largest = Math.max(largest, Math.abs(parameters[Math.toIntExact(i)]));
      }
      return largest;
    }
  }

  /**
   * Writes a new folder, all of it or nothing.
   *
   * @throws UserException if {@code folder} has something in it, or the network an option that
   *     Hugging Face's Reformer lacks
   */
  public static void write(Path folder, Model model) {
    Path target = folder.toAbsolutePath().normalize();
    String config = HuggingFaceForm.render(model.config());
    NewFolder.checkFree("Cannot export to " + folder, target);
    ParameterLayout layout = ParameterLayout.of(model.config());
    try {
      NewFolder.write(
          target,
          hidden -> {
            SafetensorsWriter.write(
                hidden.resolve(WEIGHTS),
                ParameterTensors.entries(layout, model.parameters()),
                CheckpointWriter.pytorch());
            text(hidden, CONFIG, config);
            if (model.tokenizer().isPresent()) {
              text(hidden, TOKENIZER, model.tokenizer().get());
            }
          });
    } catch (IOException e) {
      throw new ResourceException("Cannot export to %s: %s".formatted(folder, e), e);
    }
  }

  private static void text(Path folder, String name, String text) throws IOException {
    try (OutputStream out = new LocalStorage(folder).create(name)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Reads the files; the tokenizer's is only looked for.
   *
   * @throws DataException if one is missing or damaged, or they do not fit each other
   */
  public static Model read(Path folder) {
    Path config = folder.resolve(CONFIG);
    ReformerConfig network =
        HuggingFaceConfig.parse(config.toString(), text(config, MOST_CONFIG_BYTES));
    Path tokenizer = folder.resolve(TOKENIZER);
    Optional<String> tokens =
        Files.exists(tokenizer)
            ? Optional.of(text(tokenizer, MOST_TOKENIZER_BYTES))
            : Optional.empty();
    try (SafetensorsFile weights = SafetensorsFile.open(folder.resolve(WEIGHTS))) {
      ParameterLayout layout = ParameterLayout.of(network);
      float[] parameters = ParameterTensors.read(weights, layout);
      checkFinite(weights.name(), layout, parameters);
      return new Model(network, parameters, tokens);
    }
  }

  private static void checkFinite(String file, ParameterLayout layout, float[] parameters) {
    for (Slot slot : layout.slots()) {
      for (int i = (int) slot.offset(); i < slot.end(); i++) {
        if (!Float.isFinite(parameters[i])) {
          throw new DataException(
              "Cannot load weights %s: element %d of %s must be finite, but is %s"
                  .formatted(file, i - slot.offset(), slot.name(), parameters[i]));
        }
      }
    }
  }

  private static String text(Path file, long mostBytes) {
    try (FileBytes bytes = FileBytes.open(file)) {
      if (bytes.size() > mostBytes) {
        throw new DataException(
            "Cannot read %s: it has %d bytes, and at most %d are read"
                .formatted(file, bytes.size(), mostBytes));
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) bytes.size());
      bytes.read(0, buffer);
      return new String(buffer.array(), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new DataException("Cannot read %s: there is no such file".formatted(file), e);
    } catch (IOException e) {
      throw new ResourceException("Cannot read %s: %s".formatted(file, e), e);
    }
  }
}
