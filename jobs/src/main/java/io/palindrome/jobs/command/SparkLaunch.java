package io.palindrome.jobs.command;

import io.palindrome.conf.RuntimeConfig;
import io.palindrome.jobs.launch.SparkSessions;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** The sessions of a process of its own. */
public final class SparkLaunch implements Sessions {
  private Optional<SparkSession> open = Optional.empty();

  @Override
  public SparkSession withExecutors(String name, RuntimeConfig runtime) {
    return opened(SparkSessions.withExecutors(name, runtime));
  }

  @Override
  public SparkSession inDriver(String name, RuntimeConfig runtime) {
    return opened(SparkSessions.inDriver(name, runtime));
  }

  private SparkSession opened(SparkSession session) {
    open = Optional.of(session);
    return session;
  }

  @Override
  public void close() {
    open.ifPresent(SparkSession::stop);
    open = Optional.empty();
  }
}
