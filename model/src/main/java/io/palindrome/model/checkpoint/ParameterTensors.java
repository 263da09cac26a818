package io.palindrome.model.checkpoint;

import io.palindrome.conf.DataException;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Slot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** The flat parameter vector as tensors with Hugging Face's names, and back. */
public final class ParameterTensors {
  private static final String HEAD_BIAS = "lm_head.bias";

  /** Hugging Face lists the head's bias under this name too. */
  private static final String TIED_HEAD_BIAS = "lm_head.decoder.bias";

  private ParameterTensors() {}

  /** One entry a slot, in the layout's order; the array is read when the file is written. */
  public static List<TensorEntry> entries(ParameterLayout layout, float[] parameters) {
    if (parameters.length != layout.parameterCount()) {
      throw new IllegalArgumentException(
          "parameters must be [%d], but is [%d]"
              .formatted(layout.parameterCount(), parameters.length));
    }
    return layout.slots().stream()
        .map(
            slot ->
                TensorEntry.floats(
                    slot.name(), slot.shape(), parameters, Math.toIntExact(slot.offset())))
        .toList();
  }

  /** Reads all slots of {@code layout} from a file with Hugging Face's names. */
  public static float[] read(SafetensorsFile file, ParameterLayout layout) {
    return read("Cannot load weights " + file.name(), file, layout, "");
  }

  /**
   * Reads all slots of {@code layout} from tensors whose names begin with {@code prefix}; tensors
   * without it are ignored.
   *
   * @param purpose how messages begin
   * @throws DataException if the file's names or shapes are not the layout's
   */
  static float[] read(String purpose, SafetensorsFile file, ParameterLayout layout, String prefix) {
    checkLayout(purpose, file, layout, prefix);
    if (layout.parameterCount() > SafetensorsFile.MOST_ELEMENTS) {
      throw new DataException(
          "%s: this model has %d parameters, and one vector holds %d"
              .formatted(purpose, layout.parameterCount(), SafetensorsFile.MOST_ELEMENTS));
    }
    float[] parameters = new float[Math.toIntExact(layout.parameterCount())];
    for (Slot slot : layout.slots()) {
      file.readFloats(
          stored(file, prefix, slot.name()), parameters, Math.toIntExact(slot.offset()));
    }
    return parameters;
  }

  /** Fails with the first slot that differs. */
  static void checkLayout(
      String purpose, SafetensorsFile file, ParameterLayout layout, String prefix) {
    for (Slot slot : layout.slots()) {
      String name = stored(file, prefix, slot.name());
      if (!file.contains(name)) {
        throw differs(
            purpose, "its layout lacks %s, this model has %s".formatted(name, slot.shape()));
      }
      List<Long> shape = file.tensor(name).shape();
      if (!shape.equals(slot.shape())) {
        throw differs(
            purpose,
            "its layout has %s %s, this model has %s".formatted(name, shape, slot.shape()));
      }
    }
    for (TensorInfo tensor : file.tensors()) {
      String name = tensor.name();
      if (name.startsWith(prefix)
          && !name.equals(prefix + TIED_HEAD_BIAS)
          && !layout.contains(name.substring(prefix.length()))) {
        throw differs(
            purpose, "its layout has %s %s, this model lacks it".formatted(name, tensor.shape()));
      }
    }
  }

  private static String stored(SafetensorsFile file, String prefix, String slot) {
    boolean tied = slot.equals(HEAD_BIAS) && !file.contains(prefix + slot);
    return tied && file.contains(prefix + TIED_HEAD_BIAS) ? prefix + TIED_HEAD_BIAS : prefix + slot;
  }

  private static DataException differs(String purpose, String fact) {
    return new DataException(
        "%s: %s; use the config stored in the checkpoint or start a new run"
            .formatted(purpose, fact));
  }

  /** SHA-256 over the lines {@code name shape} of all slots in order. */
  public static String layoutHash(ParameterLayout layout) {
    MessageDigest digest = Sha256.digest();
    for (Slot slot : layout.slots()) {
      digest.update(
          "%s %s\n".formatted(slot.name(), slot.shape()).getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(digest);
  }
}
