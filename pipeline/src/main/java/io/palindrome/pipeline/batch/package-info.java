/**
 * Documents become batches of a training step.
 *
 * <p>In: the token counts of a split and the tokens of single documents. Out: {@link
 * io.palindrome.pipeline.batch.TokenBatch}. {@link io.palindrome.pipeline.batch.CropPlan} says
 * which piece of which document comes when, {@link io.palindrome.pipeline.batch.BatchPacker} puts
 * pieces together. Read {@code CropPlan} first.
 */
package io.palindrome.pipeline.batch;
