package io.palindrome.pipeline.document;

import java.io.Serializable;

/**
 * A file found under the paths that the user named.
 *
 * @param name its path below the one that the user named: the same wherever the folder lies
 */
public record InputFile(String uri, String name, long bytes) implements Serializable {}
