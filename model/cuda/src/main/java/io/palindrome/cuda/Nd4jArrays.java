package io.palindrome.cuda;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.jita.allocator.impl.AllocationPoint;
import org.nd4j.jita.allocator.impl.AtomicAllocator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies between ND4J's arrays and addresses of ours, on the GPU. ND4J keeps an array on the host,
 * the GPU or both, and is told which of the two was read or written.
 */
final class Nd4jArrays {
  private final CUstream_st stream;

  Nd4jArrays(CUstream_st stream) {
    this.stream = stream;
  }

  /** Copies the elements, in row order, to {@code to}. */
  void load(INDArray array, long to) {
    boolean asItLies = isDense(array);
    INDArray dense = asItLies ? array : array.castTo(DataType.FLOAT).dup('c');
    Nd4j.getExecutioner().commit();
    AllocationPoint point = onGpu(dense);
    copy(address(point), to, dense.length(), "read an array");
    point.tickDeviceRead();
    if (!asItLies) {
      finish("read an array");
      dense.close();
    }
  }

  /** Copies float32 elements into the array, in row order. */
  void store(long from, INDArray array) {
    boolean asItLies = isDense(array);
    INDArray dense =
        asItLies ? array : Nd4j.createUninitialized(DataType.FLOAT, array.shape(), 'c');
    Nd4j.getExecutioner().commit();
    AllocationPoint point = onGpu(dense);
    copy(from, address(point), dense.length(), "write an array");
    finish("write an array");
    point.tickDeviceWrite();
    if (!asItLies) {
      array.assign(dense);
      Nd4j.getExecutioner().commit();
      dense.close();
    }
  }

  private static boolean isDense(INDArray array) {
    return array.dataType() == DataType.FLOAT
        && array.ordering() == 'c'
        && !array.isView()
        && Shape.hasDefaultStridesForShape(array);
  }

  private static AllocationPoint onGpu(INDArray array) {
    AtomicAllocator allocator = AtomicAllocator.getInstance();
    AllocationPoint point = allocator.getAllocationPoint(array);
    allocator.getFlowController().synchronizeToDevice(point);
    return point;
  }

  private static long address(AllocationPoint point) {
    Pointer pointer = point.getDevicePointer();
    if (pointer == null || pointer.address() == 0) {
      throw new IllegalStateException("Cannot use an array on the GPU: ND4J keeps it on the host");
    }
    return pointer.address();
  }

  private void copy(long from, long to, long elements, String what) {
    int code = cudart.cuMemcpyDtoDAsync(to, from, elements * Float.BYTES, stream);
    CudaCode.check(code, "cuMemcpyDtoDAsync", what);
  }

  private void finish(String what) {
    CudaCode.check(cudart.cuStreamSynchronize(stream), "cuStreamSynchronize", what);
  }
}
