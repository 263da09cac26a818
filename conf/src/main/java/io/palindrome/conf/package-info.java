/** Placeholder of the conf module's description. */
package io.palindrome.conf;
