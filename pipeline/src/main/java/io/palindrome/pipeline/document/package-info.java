/**
 * Files become text.
 *
 * <p>In: the paths that the user named. Out: {@link io.palindrome.pipeline.document.RawText}
 * (decoded, not yet cleaned) or a {@link io.palindrome.pipeline.document.Rejection} with its
 * reason; after cleaning a {@link io.palindrome.pipeline.document.Document}. Read {@link
 * io.palindrome.pipeline.document.DocumentSource} first.
 */
package io.palindrome.pipeline.document;
