package io.palindrome.model.kernel.host;

/**
 * What is done with rows of a product as soon as they are whole: by the thread that has computed
 * them, while they are in its cache.
 */
@FunctionalInterface
interface WholeRows {
  /** Nothing is done. */
  WholeRows NOTHING = (first, count) -> {};

  void visit(int first, int count);
}
