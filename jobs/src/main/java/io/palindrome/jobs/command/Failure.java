package io.palindrome.jobs.command;

import io.palindrome.conf.DataException;
import io.palindrome.conf.ResourceException;
import io.palindrome.conf.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong, as the user is told.
 *
 * @param message one sentence that says what to do; of an internal error, what was thrown
 */
record Failure(ExitClass exitClass, String message) {
  private static final int MAX_CAUSES = 32;

  /**
   * The first cause that says something to the user decides: Spark wraps what an executor threw.
   */
  static Failure of(Throwable thrown) {
    for (Throwable cause : causes(thrown)) {
      Optional<ExitClass> known = known(cause);
      if (known.isPresent()) {
        return new Failure(known.get(), cause.getMessage());
      }
      if (cause instanceof OutOfMemoryError) {
        return new Failure(
            ExitClass.RESOURCES,
            "Cannot go on: memory ran out ("
                + cause.getMessage()
                + "); give the process more of it, or lower train.batch.length or train.batch.size");
      }
    }
    for (Throwable cause : causes(thrown)) {
      if (lostExecutor(cause)) {
        return new Failure(
            ExitClass.RESOURCES,
            "Cannot go on: Spark lost its executors ("
                + firstLine(cause)
                + "); try again, with more runtime.executor-memory if they ran out of it");
      }
      if (cause instanceof UncheckedIOException || cause instanceof IOException) {
        return new Failure(
            ExitClass.RESOURCES,
            "Cannot read or write: " + firstLine(cause) + "; check the path, its disk and rights");
      }
    }
    return new Failure(ExitClass.INTERNAL, firstLine(thrown));
  }

  private static List<Throwable> causes(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable t = thrown; t != null && causes.size() < MAX_CAUSES; t = t.getCause()) {
      causes.add(t);
    }
    return causes;
  }

  private static Optional<ExitClass> known(Throwable cause) {
    if (cause instanceof UserException) {
      return Optional.of(ExitClass.USER);
    }
    if (cause instanceof DataException) {
      return Optional.of(ExitClass.DATA);
    }
    return cause instanceof ResourceException ? Optional.of(ExitClass.RESOURCES) : Optional.empty();
  }

  private static boolean lostExecutor(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    return text.contains("ExecutorLostFailure") || text.contains("Master removed our application");
  }

  private static String firstLine(Throwable cause) {
    return cause.toString().lines().findFirst().orElse(cause.getClass().getName());
  }
}
