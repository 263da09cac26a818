package io.palindrome.model.checkpoint;

/**
 * What a checkpoint was made from.
 *
 * @param createdBy program and version, such as {@code palindrome 0.1.0}
 * @param dataset fingerprint of the dataset's content
 * @param tokenizer fingerprint of the tokenizer
 */
public record Provenance(String createdBy, String dataset, String tokenizer) {}
