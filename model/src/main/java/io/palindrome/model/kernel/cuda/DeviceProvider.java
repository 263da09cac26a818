package io.palindrome.model.kernel.cuda;

import io.palindrome.conf.PrecisionKind;
import io.palindrome.model.kernel.Kernels;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Kernels on the GPUs of this process. Builds with ND4J's CUDA backend have one, found through
 * {@link ServiceLoader}; making it touches neither ND4J nor a CUDA library.
 */
public interface DeviceProvider {
  /** The one of this build. */
  static Optional<DeviceProvider> find() {
    return ServiceLoader.load(DeviceProvider.class, DeviceProvider.class.getClassLoader())
        .findFirst();
  }

  /**
   * ND4J's arrays of the calling thread lie on that GPU from now on.
   *
   * @param ordinal of the GPU in this process, from 0
   */
  void attach(int ordinal);

  /**
   * Kernels that compute on a GPU, with a {@link Device} of their own, for the calling thread.
   *
   * @param ordinal of the GPU in this process, from 0
   * @param precision of products
   */
  Kernels kernels(int ordinal, PrecisionKind precision);
}
