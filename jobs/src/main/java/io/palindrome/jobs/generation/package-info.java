/**
 * Text from a trained network.
 *
 * <p>In: parameters and a prompt. Out: text as it comes. Read {@link
 * io.palindrome.jobs.generation.TextGeneration} first.
 */
package io.palindrome.jobs.generation;
