package io.palindrome.jobs.command;

import io.palindrome.conf.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session of a command, and stops it when the command is over. */
public interface Sessions extends AutoCloseable {
  /** Tasks run in executors. */
  SparkSession withExecutors(String name, RuntimeConfig runtime);

  /** Tasks run in this process, unless spark-submit gives a master. */
  SparkSession inDriver(String name, RuntimeConfig runtime);

  @Override
  void close();
}
