/**
 * Raw text becomes the text of the book alone.
 *
 * <p>In: {@link io.palindrome.pipeline.document.RawText}. Out: {@link
 * io.palindrome.pipeline.document.Document}: line ends are {@code \n}, Unicode is in normal form C,
 * and what Project Gutenberg put around the book is gone. Read {@link
 * io.palindrome.pipeline.clean.TextCleaner} first.
 */
package io.palindrome.pipeline.clean;
