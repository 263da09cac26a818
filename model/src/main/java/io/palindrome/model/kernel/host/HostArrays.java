package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Storage;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between storages and ND4J's arrays. */
final class HostArrays {
  private HostArrays() {}

  static void load(INDArray array, Storage storage) {
    HostStorage host = (HostStorage) storage;
    if (isFlat(array)) {
      floats(array).get(host.values(), host.first(), (int) array.length());
      return;
    }
    INDArray flat = array.reshape(array.length());
    float[] values = flat.castTo(DataType.FLOAT).toFloatVector();
    System.arraycopy(values, 0, host.values(), host.first(), values.length);
  }

  static void store(Storage storage, INDArray array) {
    HostStorage host = (HostStorage) storage;
    int length = (int) array.length();
    if (isFlat(array)) {
      floats(array).put(host.values(), host.first(), length);
      return;
    }
    float[] values = Arrays.copyOfRange(host.values(), host.first(), host.first() + length);
    try (INDArray copy = Nd4j.createFromArray(values)) {
      array.assign(copy.reshape(array.shape()));
    }
  }

  /** Such an array is copied without another one in between. */
  private static boolean isFlat(INDArray array) {
    return array.dataType() == DataType.FLOAT
        && array.isVectorOrScalar()
        && (array.length() == 1 || array.elementWiseStride() == 1);
  }

  private static FloatPointer floats(INDArray array) {
    return new FloatPointer(array.data().pointer()).position(array.offset());
  }
}
