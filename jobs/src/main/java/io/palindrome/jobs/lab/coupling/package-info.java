/**
 * Section d of the laboratory: couplings that scale, and flows. What enters: a seed and a pace.
 * What leaves: how well towers of each coupling are undone, how fast they are, and flows over the
 * plane with their losses, densities and samples. Read {@link
 * io.palindrome.jobs.lab.coupling.CouplingSection} first.
 */
package io.palindrome.jobs.lab.coupling;
