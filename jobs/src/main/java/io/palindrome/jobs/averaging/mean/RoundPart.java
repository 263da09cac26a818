package io.palindrome.jobs.averaging.mean;

import java.io.Serializable;

/** What travels through the shuffle of an averaging round. */
public sealed interface RoundPart extends Serializable
    permits WorkerSlice, MeanSlice, WorkerReport {}
