package io.palindrome.model.checkpoint;

import io.palindrome.conf.ReformerConfig;

/**
 * Everything a run needs to go on, to the bit.
 *
 * @param model the network
 * @param runConfig the resolved configuration of the run, as HOCON
 */
public record Checkpoint(
    ReformerConfig model,
    String runConfig,
    TrainingVectors vectors,
    TrainingState state,
    Provenance provenance) {}
