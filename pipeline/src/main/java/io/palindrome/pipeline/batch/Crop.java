package io.palindrome.pipeline.batch;

import java.io.Serializable;

/**
 * A piece of a document: one training example.
 *
 * @param document its number in the split's index
 * @param start first token
 * @param length tokens, at least 1
 */
public record Crop(int document, int start, int length) implements Serializable {}
