/**
 * Section e of the laboratory: what hashed attention learns (Kitaev et al. 2020, section 5).
 *
 * <p>In: the laboratory's settings. Out: findings on the duplication task and on language models.
 * Read {@code DuplicationSection} first.
 */
package io.palindrome.jobs.lab.duplication;
