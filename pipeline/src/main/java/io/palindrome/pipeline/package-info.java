/** Placeholder of the pipeline module's description. */
package io.palindrome.pipeline;
