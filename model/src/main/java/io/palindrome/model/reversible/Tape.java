package io.palindrome.model.reversible;

import io.palindrome.model.parameter.Gradients;

/** A forward pass through all blocks, and what the memory strategy kept for the way back. */
public interface Tape extends AutoCloseable {
  /** The streams after the last block; they are the buffers that went in. */
  Streams output();

  /**
   * Turns dL/d output into dL/d input in the same two buffers; adds parameter gradients. Once only.
   */
  void backward(Streams grad, Gradients into);

  /** Gives back everything that is kept. The streams belong to the caller. */
  @Override
  void close();
}
