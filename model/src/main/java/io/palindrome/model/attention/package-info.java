/**
 * Local, LSH and full attention. A stream enters, its attention leaves; hash buckets are decided
 * once. Read {@link io.palindrome.model.attention.AttentionBranch} first.
 */
package io.palindrome.model.attention;
