package io.palindrome.model.kernel;

/**
 * The keys that one query sees, by their rows among cached keys and values.
 *
 * @param rows the first {@code count} of them are seen; a row that stands there twice counts twice.
 *     Null for rows 0 to {@code count - 1}
 * @param count at least 1
 * @param own the row of the query's own position
 */
public record SeenKeys(Indices rows, int count, int own) {}
