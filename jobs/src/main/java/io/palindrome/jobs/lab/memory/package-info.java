/**
 * Section b of the laboratory: memory and time of training steps that store, recompute or reverse.
 *
 * <p>In: the laboratory's settings. Out: findings; bytes are counted by the arena and the same in
 * every run, seconds are measured. Read {@code MemorySection} first.
 */
package io.palindrome.jobs.lab.memory;
