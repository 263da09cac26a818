package io.palindrome.conf;

/** How local attention chunks one sequence. */
public record LocalConfig(
    int chunkLength, int chunksBefore, int chunksAfter, double attentionDropout) {}
