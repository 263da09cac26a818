package io.palindrome.model.plan;

/** Where the kernels' buffers lie. */
public enum BufferPlace {
  /** In Java's heap: host kernels. */
  HEAP,
  /** Outside, in ND4J's arrays: ND4J's kernels. */
  OFF_HEAP,
  /** In the memory of a GPU, beside ND4J's arrays there: kernels in CUDA C++. */
  DEVICE
}
