/**
 * Section c of the laboratory: reversible convolutional networks against an ordinary one of the
 * same size (Gomez et al. 2017). What enters: a seed and a pace. What leaves: accuracy and loss on
 * generated images, and memory and time of a step by depth. Read {@link
 * io.palindrome.jobs.lab.convolution.Contestant} first, then {@link
 * io.palindrome.jobs.lab.convolution.ConvolutionSection}.
 */
package io.palindrome.jobs.lab.convolution;
