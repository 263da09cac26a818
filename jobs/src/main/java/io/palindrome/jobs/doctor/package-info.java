/**
 * What a node has, beside what a configuration needs.
 *
 * <p>In: a configuration, the settings of Spark, and the machine. Out: a {@link
 * io.palindrome.jobs.device.Diagnosis} for each thing that was looked at. Read {@link
 * io.palindrome.jobs.doctor.Doctor} first.
 */
package io.palindrome.jobs.doctor;
