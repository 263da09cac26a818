package io.palindrome.jobs.averaging;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A Spark context for one test class; the class closes it. */
final class LocalSpark {
  private LocalSpark() {}

  static JavaSparkContext open(String master) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("averaging")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    return new JavaSparkContext(conf);
  }
}
