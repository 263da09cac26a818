package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.CounterDropout;
import io.palindrome.model.kernel.Dropout;
import java.util.List;

/** Dropout masks as kernels take them. */
final class DeviceDropout {
  private DeviceDropout() {}

  /** Key, first row, stride, threshold and factor of what is kept, of a mask that is counted. */
  static List<Object> of(Dropout dropout) {
    if (dropout == Dropout.NONE) {
      return List.of(0L, 0L, 0L, 0L, 1f);
    }
    if (dropout instanceof CounterDropout mask) {
      return List.of(
          mask.key(), mask.firstRow(), mask.stride(), mask.threshold(), (float) mask.kept());
    }
    throw new IllegalArgumentException(
        "dropout must be NONE or a CounterDropout on a GPU, but is "
            + dropout.getClass().getSimpleName());
  }
}
