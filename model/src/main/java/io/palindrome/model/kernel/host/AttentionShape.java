package io.palindrome.model.kernel.host;

/**
 * The sizes of an attention's scratch.
 *
 * @param hashRounds rounds whose hashes are looked at; 0 where windows are all that matters
 */
record AttentionShape(
    int windowRows,
    int lanes,
    int width,
    int dHead,
    int chunkLength,
    boolean queriesInWindow,
    int hashRounds) {
  static AttentionShape of(AttentionProblem p) {
    return new AttentionShape(
        p.windowRows(),
        p.lanes,
        p.width,
        p.dHead,
        p.spec.chunkLength(),
        p.queriesInWindow,
        p.hashedKeys == null ? 0 : p.hashedKeys.rounds);
  }
}
