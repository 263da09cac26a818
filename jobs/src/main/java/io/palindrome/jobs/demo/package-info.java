/**
 * The demo's library of documents, and how well a model remembers them.
 *
 * <p>What enters: a seed and a {@link io.palindrome.jobs.demo.LibraryPlan}. What leaves: text files
 * as long as novels in which verses, letters, proverbs and facts recur thousands of characters
 * later, one {@code library.json} with the exact spans, and after training a {@link
 * io.palindrome.jobs.demo.RecurrenceLoss}: bits a byte on first occurrences, on recurrences and on
 * everything else. Read {@link io.palindrome.jobs.demo.LibraryGenerator} first, then {@code
 * StoryTeller}; the sentences themselves are in the resource {@code story.grammar}.
 */
package io.palindrome.jobs.demo;
