/**
 * The network and its training step. Tokens enter, loss and gradients leave. Read {@link
 * io.palindrome.model.Reformer} first.
 */
package io.palindrome.model;
