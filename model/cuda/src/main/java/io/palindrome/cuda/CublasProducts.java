package io.palindrome.cuda;

import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.kernel.cuda.Bfloat16Operand;
import io.palindrome.model.kernel.cuda.Device;
import io.palindrome.model.kernel.cuda.DeviceProduct;
import io.palindrome.model.kernel.cuda.ProductFormat;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Matrix products of one thread through cuBLAS, with a handle of its own: ND4J's is shared by all
 * threads, and ND4J waits for the stream before and after each product. A workspace of its own,
 * too, for without one cuBLAS does not promise the same bits in every run.
 */
final class CublasProducts implements AutoCloseable {
  /** What NVIDIA recommends for Hopper. */
  private static final long WORKSPACE_BYTES = 32 << 20;

  /** cudaDataType_t. */
  private static final int FLOAT32 = 0;

  private static final int BFLOAT16 = 14;

  private final Device device;
  private final cublasContext handle = new cublasContext();
  private final Bfloat16Operand roundedA;
  private final Bfloat16Operand roundedB;
  private final long workspace;
  private final FloatPointer alpha = new FloatPointer(1);
  private final FloatPointer beta = new FloatPointer(1);
  private final Address addressA = new Address();
  private final Address addressB = new Address();
  private final Address addressC = new Address();

  CublasProducts(Device device, CUstream_st stream) {
    this.device = device;
    roundedA = new Bfloat16Operand(device);
    roundedB = new Bfloat16Operand(device);
    check(cublas.cublasCreate_v2(handle), "cublasCreate", "use cuBLAS");
    check(cublas.cublasSetStream_v2(handle, stream), "cublasSetStream", "use cuBLAS");
    workspace = device.allocate(WORKSPACE_BYTES);
    int code = cublas.cublasSetWorkspace_v2(handle, addressC.at(workspace), WORKSPACE_BYTES);
    check(code, "cublasSetWorkspace", "use cuBLAS");
  }

  void multiply(ProductFormat format, DeviceProduct p) {
    switch (format) {
      case FLOAT32 -> multiply(p, p.a(), p.strideA(), p.b(), p.strideB(), FLOAT32, full());
      case TF32 -> multiply(p, p.a(), p.strideA(), p.b(), p.strideB(), FLOAT32, tf32());
      case BF16 -> {
        roundedA.takeA(p);
        roundedB.takeB(p);
        multiply(
            p,
            roundedA.address(),
            roundedA.stride(),
            roundedB.address(),
            roundedB.stride(),
            BFLOAT16,
            full());
      }
    }
  }

  private static int full() {
    return cublas.CUBLAS_COMPUTE_32F;
  }

  private static int tf32() {
    return cublas.CUBLAS_COMPUTE_32F_FAST_TF32;
  }

  /** Row-major c = a b is c' = b' a' to cuBLAS, which counts columns first. */
  private void multiply(
      DeviceProduct p, long a, int strideA, long b, int strideB, int type, int compute) {
    alpha.put(0, p.alpha());
    beta.put(0, p.beta());
    int code =
        cublas.cublasGemmEx(
            handle,
            operation(p.opB()),
            operation(p.opA()),
            p.columns(),
            p.rows(),
            p.inner(),
            alpha,
            addressB.at(b),
            type,
            strideB,
            addressA.at(a),
            type,
            strideA,
            beta,
            addressC.at(p.c()),
            FLOAT32,
            p.strideC(),
            compute,
            cublas.CUBLAS_GEMM_DEFAULT);
    if (code != 0) {
      check(code, "cublasGemmEx", "multiply " + p);
    }
  }

  private static int operation(Transpose op) {
    return op == Transpose.TRANSPOSED ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
  }

  private static void check(int code, String call, String what) {
    if (code != 0) {
      throw new IllegalStateException(
          "Cannot %s: %s returned status %d; let palindrome doctor look at CUDA's libraries on this node"
              .formatted(what, call, code));
    }
  }

  @Override
  public void close() {
    cublas.cublasDestroy_v2(handle);
    device.free(workspace);
    roundedA.close();
    roundedB.close();
    alpha.close();
    beta.close();
  }
}
