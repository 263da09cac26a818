package io.palindrome.model.kernel.host;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * Whether this process can multiply in bfloat16: it has oneDNN, and the processor has instructions
 * for it. Found out once, by the first who asks.
 *
 * @param problem what was found and what to do; empty if it can
 */
public record Bfloat16Check(String problem) {
  /** oneDNN's number of the smallest instruction set with bfloat16; each larger one contains it. */
  private static final int AVX512_BF16 = dnnl.dnnl_cpu_isa_avx512_core_bf16;

  private static final String REMEDY = "; set train.precision to float32";

  private static final class Held {
    static final Bfloat16Check OF_THIS_PROCESS = make();
  }

  /** What this process can do. */
  public static Bfloat16Check ofThisProcess() {
    return Held.OF_THIS_PROCESS;
  }

  /** Whether it can. */
  public boolean passed() {
    return problem.isEmpty();
  }

  private static Bfloat16Check make() {
    try {
      Loader.load(dnnl.class);
      boolean has = (dnnl.dnnl_get_effective_cpu_isa() & AVX512_BF16) == AVX512_BF16;
      return new Bfloat16Check(
          has ? "" : "this processor has no bfloat16 instructions (AVX512_BF16)" + REMEDY);
    } catch (LinkageError e) {
      return new Bfloat16Check(
          "oneDNN could not be loaded (%s)%s".formatted(e.getMessage(), REMEDY));
    }
  }
}
