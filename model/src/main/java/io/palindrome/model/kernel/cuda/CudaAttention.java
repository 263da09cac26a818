package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.SeenKeys;

/** Attention on a device. */
final class CudaAttention implements AutoCloseable {
  CudaAttention(Device device, ProductFormat format) {}

  void attend(ChunkAttention spec, HeadViews head, Indices order, Matrix out, Matrix normalizer) {
    throw new UnsupportedOperationException("attend");
  }

  void addAttendGradient(
      ChunkAttention spec, HeadViews head, Indices order, Attended attended, HeadViews grad) {
    throw new UnsupportedOperationException("addAttendGradient");
  }

  void attendOne(KeyKind keys, HeadViews head, SeenKeys seen, Matrix out) {
    throw new UnsupportedOperationException("attendOne");
  }

  @Override
  public void close() {}
}
