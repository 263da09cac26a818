/** Placeholder of the model module's description. */
package io.palindrome.model;
