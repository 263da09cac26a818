package io.palindrome.pipeline.document;

import java.io.Serializable;

/**
 * One input file as it lies on disk.
 *
 * @param uri where it was read
 * @param bytes its size
 * @param sha256 of its bytes, 64 hexadecimal digits; empty where the file was rejected unread
 */
public record SourceFile(String uri, long bytes, String sha256) implements Serializable {}
