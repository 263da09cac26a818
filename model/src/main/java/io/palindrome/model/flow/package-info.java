/**
 * Flows over the plane: what enters is points, what leaves is their exact density, samples, and a
 * training by log-likelihood. The same reversible blocks and memory strategies as the Reformer's,
 * with couplings that also scale. Read {@link io.palindrome.model.flow.CouplingFlow} first, then
 * {@link io.palindrome.model.flow.FlowNetwork}.
 */
package io.palindrome.model.flow;
