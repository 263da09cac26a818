package io.palindrome.cuda;

import io.palindrome.conf.PrecisionKind;
import io.palindrome.conf.ResourceException;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.cuda.CudaKernels;
import io.palindrome.model.kernel.cuda.DeviceProvider;
import io.palindrome.model.kernel.cuda.KernelCache;
import java.util.Locale;

/** Kernels on GPUs through ND4J's CUDA backend; {@link DeviceProvider#find} finds it. */
public final class Nd4jDeviceProvider implements DeviceProvider {
  /** The first compute capability whose tensor cores take TF32 and bfloat16. */
  private static final int FIRST_WITH_FORMATS = 80;

  /** For {@link java.util.ServiceLoader}. */
  public Nd4jDeviceProvider() {}

  @Override
  public void attach(int ordinal) {
    Nd4jCudaDevice.attach(ordinal);
  }

  @Override
  public Kernels kernels(int ordinal, PrecisionKind precision) {
    Nd4jCudaDevice device = new Nd4jCudaDevice(ordinal, KernelCache.of(System.getenv()));
    try {
      check(precision, device.limits().computeCapability());
      return new CudaKernels(device, precision);
    } catch (RuntimeException e) {
      device.close();
      throw e;
    }
  }

  /**
   * Ends what this GPU cannot compute in.
   *
   * @throws ResourceException if its tensor cores do not take the format
   */
  static void check(PrecisionKind precision, int computeCapability) {
    if (precision != PrecisionKind.FLOAT32 && computeCapability < FIRST_WITH_FORMATS) {
      throw new ResourceException(
          "Cannot use train.precision %s on a GPU of compute capability %d.%d, which must be at least 8.0; set train.precision to float32, or take another GPU"
              .formatted(
                  precision.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  computeCapability / 10,
                  computeCapability % 10));
    }
  }
}
