package io.palindrome.model.kernel.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CUDA C++ sources under {@code /kernels}, as a compiler without include paths takes them.
 *
 * <p>A unit is one {@code .cu} file; it is compiled by itself. Its {@code #include "name.cuh"}
 * lines are replaced by the files they name, each once in a unit, with {@code #line} directives, so
 * that messages name the file and line where a programmer finds them. Sources include nothing else:
 * the run-time compiler has no headers. A kernel is declared as {@code extern "C" __global__ void
 * name(...)}, on one line up to its name, in exactly one unit; its parameters are pointers, 64-bit
 * integers, 32-bit integers and floats.
 *
 * <p>NVRTC must be told {@code --std=c++17} and {@code --device-as-default-execution-space}: a
 * generic lambda cannot say that it runs on a device.
 */
public final class KernelSources {
  private static final String FOLDER = "/kernels/";
  private static final List<String> UNIT_NAMES =
      List.of(
          "activation.cu",
          "adafactor.cu",
          "adam.cu",
          "attention.cu",
          "attention_bf16.cu",
          "attention_float32.cu",
          "attention_tf32.cu",
          "column_norm.cu",
          "columns.cu",
          "elements.cu",
          "functions.cu",
          "hash.cu",
          "images.cu",
          "layer_norm.cu",
          "loss.cu",
          "normals.cu",
          "product.cu",
          "sort.cu");
  private static final Pattern INCLUDE = Pattern.compile("\\s*#include\\s+\"([\\w.]+)\"\\s*");
  private static final Pattern KERNEL =
      Pattern.compile("extern \"C\" __global__ void (?:__launch_bounds__\\([^)]*\\) )?(\\w+)");
  private static final List<Unit> UNITS = UNIT_NAMES.stream().map(KernelSources::read).toList();
  private static final Map<String, Unit> UNIT_OF_KERNEL = byKernel();

  private KernelSources() {}

  /**
   * One source for the compiler.
   *
   * @param name name of the {@code .cu} file
   * @param text its text, includes resolved
   * @param kernels the names of its kernels
   */
  public record Unit(String name, String text, List<String> kernels) {
    public Unit {
      kernels = List.copyOf(kernels);
    }
  }

  /** All units. */
  public static List<Unit> units() {
    return UNITS;
  }

  /** The unit that has a kernel. */
  public static Unit unitOf(String kernel) {
    Unit unit = UNIT_OF_KERNEL.get(kernel);
    if (unit == null) {
      throw new IllegalArgumentException(
          "kernel must be one of %s, but is %s".formatted(UNIT_OF_KERNEL.keySet(), kernel));
    }
    return unit;
  }

  private static Unit read(String name) {
    StringBuilder text = new StringBuilder();
    append(name, text, new HashSet<>());
    List<String> kernels =
        KERNEL.matcher(text).results().map(match -> match.group(1)).distinct().toList();
    return new Unit(name, text.toString(), kernels);
  }

  private static void append(String name, StringBuilder text, Set<String> included) {
    if (!included.add(name)) {
      return;
    }
    text.append("#line 1 \"").append(name).append("\"\n");
    int number = 0;
    for (String line : file(name).lines().toList()) {
      number++;
      Matcher include = INCLUDE.matcher(line);
      if (!include.matches()) {
        text.append(line).append('\n');
        continue;
      }
      append(include.group(1), text, included);
      text.append("#line ").append(number + 1).append(" \"").append(name).append("\"\n");
    }
  }

  private static String file(String name) {
    try (InputStream in = KernelSources.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find kernel source " + FOLDER + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read kernel source " + FOLDER + name, e);
    }
  }

  private static Map<String, Unit> byKernel() {
    Map<String, Unit> units = new LinkedHashMap<>();
    for (Unit unit : UNITS) {
      for (String kernel : unit.kernels()) {
        if (units.put(kernel, unit) != null) {
          throw new IllegalStateException("kernel " + kernel + " must be in one unit only");
        }
      }
    }
    return units;
  }
}
