package io.palindrome.jobs.averaging;

import io.palindrome.conf.DataException;
import io.palindrome.conf.ResourceException;
import io.palindrome.conf.UserException;

/** Says what a failed Spark job means for the user. */
final class RoundFailure {
  private RoundFailure() {}

  /**
   * The product's own exception, if one is behind the failure; otherwise one for lost executors.
   */
  static RuntimeException of(long round, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException
          || cause instanceof DataException
          || cause instanceof ResourceException) {
        return (RuntimeException) cause;
      }
      if (cause instanceof OutOfMemoryError) {
        return lost(round, "an executor ran out of memory: " + cause.getMessage(), failure);
      }
    }
    String message = String.valueOf(failure.getMessage());
    if (message.contains("ExecutorLostFailure")) {
      return lost(round, "an executor was lost in every attempt", failure);
    }
    return failure instanceof RuntimeException known
        ? known
        : new IllegalStateException("averaging round " + round + " failed", failure);
  }

  private static ResourceException lost(long round, String fact, Exception failure) {
    return new ResourceException(
        "Cannot finish averaging round "
            + round
            + ": "
            + fact
            + "; resume with more memory for executors (runtime.executor-memory,"
            + " spark.executor.memoryOverhead), or begin a new run with shorter examples"
            + " (train.batch.length)",
        failure);
  }
}
