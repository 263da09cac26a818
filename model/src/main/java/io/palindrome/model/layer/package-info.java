/**
 * Pure layers: a function of a stream at given parameters, whose evaluation owns what its backward
 * pass needs. Read {@link io.palindrome.model.layer.Branch}, then {@link
 * io.palindrome.model.layer.ChunkedFeedForward}.
 */
package io.palindrome.model.layer;
