/**
 * Text becomes tokens, and tokens become text again.
 *
 * <p>In: {@link io.palindrome.pipeline.document.Document}. Out: {@link
 * io.palindrome.pipeline.token.TokenizedDocument}, its tokens packed as little-endian bytes. Read
 * {@link io.palindrome.pipeline.token.Tokenizer} first.
 */
package io.palindrome.pipeline.token;
