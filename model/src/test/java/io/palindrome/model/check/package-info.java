/**
 * What the network is held to: stored fixtures and central differences. A folder of fixtures
 * enters, verdicts leave. Read {@link io.palindrome.model.check.FixtureRunner} first, and {@link
 * io.palindrome.model.check.GradientCheck} for gradients.
 */
package io.palindrome.model.check;
