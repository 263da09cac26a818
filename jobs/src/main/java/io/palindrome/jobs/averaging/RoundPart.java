package io.palindrome.jobs.averaging;

import java.io.Serializable;

/** What travels through the shuffle of an averaging round. */
sealed interface RoundPart extends Serializable permits WorkerSlice, MeanSlice, WorkerReport {}
