/**
 * Randomness without state: the same key and element give the same bits on every machine.
 *
 * <p>In: a seed and a path of numbers such as document, step, layer, site; then an element index.
 * Out: bits, uniforms, normals. Read {@link io.palindrome.model.random.CounterRandom} first.
 */
package io.palindrome.model.random;
