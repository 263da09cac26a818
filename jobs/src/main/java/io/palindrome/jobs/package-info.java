/** Placeholder of the jobs module's description. */
package io.palindrome.jobs;
