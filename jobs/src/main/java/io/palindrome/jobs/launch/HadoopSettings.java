package io.palindrome.jobs.launch;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Hadoop's configuration as this process was given it, before there is a Spark session. */
public final class HadoopSettings {
  private HadoopSettings() {}

  /** The files on the class path, and every {@code spark.hadoop.*} of spark-submit over them. */
  public static Configuration read() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }
}
