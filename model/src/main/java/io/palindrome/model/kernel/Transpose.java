package io.palindrome.model.kernel;

/** Whether a factor of a matrix product is used as it lies or transposed. */
public enum Transpose {
  NONE,
  TRANSPOSED
}
