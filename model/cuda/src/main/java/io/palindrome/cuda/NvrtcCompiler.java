package io.palindrome.cuda;

import io.palindrome.conf.ResourceException;
import io.palindrome.model.kernel.cuda.KernelImage;
import io.palindrome.model.kernel.cuda.KernelSources;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * Compiles units of kernels for one kind of GPU with NVRTC, which needs no GPU for it: to machine
 * code where this NVRTC knows the GPU, else to PTX of the newest one that it knows, which the
 * driver compiles on.
 */
final class NvrtcCompiler {
  /** Functions without an annotation are the GPU's, lambdas among them, which can have none. */
  private static final List<String> OPTIONS =
      List.of("--std=c++17", "--device-as-default-execution-space", "--generate-line-info");

  private final int computeCapability;
  private final int target;
  private final String version;

  /**
   * @param computeCapability ten times the major version plus the minor one
   * @throws ResourceException if this NVRTC compiles for newer GPUs only
   */
  NvrtcCompiler(int computeCapability) {
    NvrtcLibrary.load();
    this.computeCapability = computeCapability;
    int[] major = {0};
    int[] minor = {0};
    check(nvrtc.nvrtcVersion(major, minor), "ask NVRTC for its version");
    version = major[0] + "." + minor[0];
    int[] known = architectures();
    target = Arrays.stream(known).filter(one -> one <= computeCapability).max().orElse(0);
    if (target == 0) {
      throw new ResourceException(
          "Cannot compile kernels for compute capability %d.%d: NVRTC %s begins at %d; use a newer GPU"
              .formatted(computeCapability / 10, computeCapability % 10, version, known[0]));
    }
  }

  /** In ascending order. */
  private static int[] architectures() {
    int[] count = {0};
    check(nvrtc.nvrtcGetNumSupportedArchs(count), "ask NVRTC for its GPUs");
    int[] all = new int[count[0]];
    check(nvrtc.nvrtcGetSupportedArchs(all), "ask NVRTC for its GPUs");
    Arrays.sort(all);
    return all;
  }

  /** Whether {@link #compile} gives machine code. */
  boolean givesMachineCode() {
    return target == computeCapability;
  }

  /** What the image of a unit depends on. */
  KernelImage image(KernelSources.Unit unit) {
    String architecture = (givesMachineCode() ? "sm_" : "compute_") + target;
    List<String> options =
        Stream.concat(Stream.of("--gpu-architecture=" + architecture), OPTIONS.stream()).toList();
    return new KernelImage(unit, options, computeCapability, version);
  }

  /**
   * Compiles a unit.
   *
   * @throws IllegalStateException with the compiler's messages if it does not compile
   */
  byte[] compile(KernelImage image) {
    String name = image.unit().name();
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer text = new BytePointer(image.unit().text(), StandardCharsets.UTF_8);
        BytePointer file = new BytePointer(name, StandardCharsets.UTF_8)) {
      int code =
          nvrtc.nvrtcCreateProgram(
              program, text, file, 0, (PointerPointer<?>) null, (PointerPointer<?>) null);
      check(code, "compile kernels of " + name);
      compile(program, image);
      return result(program);
    } finally {
      nvrtc.nvrtcDestroyProgram(program);
    }
  }

  private void compile(_nvrtcProgram program, KernelImage image) {
    BytePointer[] options =
        image.options().stream()
            .map(option -> new BytePointer(option, StandardCharsets.UTF_8))
            .toArray(BytePointer[]::new);
    try (PointerPointer<BytePointer> all = new PointerPointer<>(options)) {
      int code = nvrtc.nvrtcCompileProgram(program, options.length, all);
      if (code != 0) {
        throw new IllegalStateException(
            "Cannot compile kernels of %s with %s: NVRTC %s says:%n%s"
                .formatted(image.unit().name(), image.options(), version, log(program)));
      }
    } finally {
      Arrays.stream(options).forEach(BytePointer::close);
    }
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      check(nvrtc.nvrtcGetProgramLogSize(program, size), "read NVRTC's messages");
      byte[] log = new byte[Math.toIntExact(size.get())];
      check(nvrtc.nvrtcGetProgramLog(program, log), "read NVRTC's messages");
      return new String(log, 0, Math.max(0, log.length - 1), StandardCharsets.UTF_8).strip();
    }
  }

  private byte[] result(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      boolean machineCode = givesMachineCode();
      check(
          machineCode
              ? nvrtc.nvrtcGetCUBINSize(program, size)
              : nvrtc.nvrtcGetPTXSize(program, size),
          "read what NVRTC compiled");
      byte[] result = new byte[Math.toIntExact(size.get())];
      check(
          machineCode ? nvrtc.nvrtcGetCUBIN(program, result) : nvrtc.nvrtcGetPTX(program, result),
          "read what NVRTC compiled");
      return result;
    }
  }

  private static void check(int code, String what) {
    if (code != 0) {
      throw new IllegalStateException(
          "Cannot %s: NVRTC returned %d (%s)"
              .formatted(what, code, nvrtc.nvrtcGetErrorString(code).getString()));
    }
  }
}
