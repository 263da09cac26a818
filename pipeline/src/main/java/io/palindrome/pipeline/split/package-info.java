/**
 * Works go to train, validation or test.
 *
 * <p>In: the works that the documents are editions of. Out: a {@link
 * io.palindrome.pipeline.split.Split} for each, decided by a hash of the work alone. Read {@link
 * io.palindrome.pipeline.split.WorkSplits} first.
 */
package io.palindrome.pipeline.split;
