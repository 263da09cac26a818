package io.palindrome.model.kernel.cuda;

import java.util.List;

/**
 * What a compiled unit depends on.
 *
 * @param unit the sources
 * @param options of the compiler, the architecture among them
 * @param device compute capability of the GPU at hand, as {@link DeviceLimits} has it
 * @param compiler version of the compiler
 */
public record KernelImage(
    KernelSources.Unit unit, List<String> options, int device, String compiler) {
  public KernelImage {
    options = List.copyOf(options);
  }

  /** Everything that counts, in a form that no two different ones share. */
  String text() {
    StringBuilder text = new StringBuilder();
    append(text, unit.name());
    append(text, unit.text());
    append(text, compiler);
    append(text, Integer.toString(device));
    options.forEach(option -> append(text, option));
    return text.toString();
  }

  private static void append(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part);
  }
}
