package io.palindrome.conf;

/** How LSH attention hashes and chunks one sequence (Kitaev et al. 2020, section 2). */
public record LshConfig(
    int hashRounds,
    java.util.List<Integer> hashBuckets,
    int chunkLength,
    int chunksBefore,
    int chunksAfter,
    double attentionDropout) {}
