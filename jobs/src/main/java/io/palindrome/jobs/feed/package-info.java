/**
 * Between the dataset and the network: what a step trains on, by name, and the data set of it.
 *
 * <p>In: documents of a published dataset. Out: Deeplearning4j data sets of int token ids. A step
 * is named by a short text, which crosses to an executor in place of the tokens. Read {@link
 * io.palindrome.jobs.feed.StepDescriptor} first.
 */
package io.palindrome.jobs.feed;
