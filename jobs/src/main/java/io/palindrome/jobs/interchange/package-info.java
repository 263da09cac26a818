/**
 * Models to and from the forms of other libraries.
 *
 * <p>In: a checkpoint, or a folder that Hugging Face's library wrote, which is not trusted. Out: a
 * model with its tokenizer's file and what a user must know of it there, or a checkpoint. Read
 * {@link io.palindrome.jobs.interchange.ExportedModel} first, then {@link
 * io.palindrome.jobs.interchange.ImportedModel}.
 */
package io.palindrome.jobs.interchange;
