/**
 * Reversible blocks and what a step keeps of them. Two streams enter and leave in the same buffers.
 * Read {@link io.palindrome.model.reversible.FixedBlock} first, then {@link
 * io.palindrome.model.reversible.MemoryStrategy}.
 */
package io.palindrome.model.reversible;
