package io.palindrome.conf;

/** The feed-forward branch. */
public record FeedForwardConfig(int dFeedForward, Activation activation, int chunkRows) {}
