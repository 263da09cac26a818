/**
 * What a run keeps on disk: checkpoints of its own and weights in Hugging Face's form.
 *
 * <p>In: the flat parameter vector, optimizer vectors, the position in the plan, configuration and
 * fingerprints. Out: one directory a checkpoint that is complete or invisible, and safetensors
 * files. Everything read is treated as possibly damaged. Read {@link
 * io.palindrome.model.checkpoint.CheckpointFile} first, then {@link
 * io.palindrome.model.checkpoint.SafetensorsFile}.
 */
package io.palindrome.model.checkpoint;
