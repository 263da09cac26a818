/**
 * How a Spark session comes to be.
 *
 * <p>In: a {@link io.palindrome.conf.RuntimeConfig} and, under {@code spark-submit}, its
 * properties. Out: a session whose executors have what the kernels need. Under spark-submit the
 * given master is used as it is; otherwise executors are JVMs of their own on this machine, made
 * from the class path, with no installed Spark.
 *
 * <p>Read {@link io.palindrome.jobs.launch.SparkSessions} first.
 */
package io.palindrome.jobs.launch;
