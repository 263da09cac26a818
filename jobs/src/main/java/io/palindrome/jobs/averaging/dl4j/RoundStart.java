package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.RuntimeConfig;
import io.palindrome.jobs.averaging.mean.Slices;
import java.io.Serializable;
import java.util.List;

/**
 * What every worker of an averaging round starts from; broadcast once a round.
 *
 * @param runtime where workers compute
 * @param network JSON of the network's configuration: the same text in all rounds of a run
 * @param step optimizer updates made before the round
 * @param slices how the vectors are cut
 * @param parameters slices of the parameters
 * @param optimizerState slices of the optimizer state; empty where there is none or it stays local
 */
record RoundStart(
    RuntimeConfig runtime,
    String network,
    int step,
    Slices slices,
    List<byte[]> parameters,
    List<byte[]> optimizerState)
    implements Serializable {}
