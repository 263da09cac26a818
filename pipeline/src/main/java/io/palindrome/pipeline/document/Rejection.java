package io.palindrome.pipeline.document;

import java.io.Serializable;

/**
 * A file that did not become a document, and why.
 *
 * @param stage the stage that refused it, such as {@code ingest}
 * @param reason a short class of reasons, the same for all files that fail the same way
 * @param detail what was found in this file, with its numbers
 */
public record Rejection(String stage, String file, String reason, String detail)
    implements Serializable {}
