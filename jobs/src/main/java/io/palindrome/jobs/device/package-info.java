/**
 * Whether a process computes on a GPU, and on which.
 *
 * <p>In: {@code runtime.device}, what {@code model.kernel.cuda.driver} found on this machine, and
 * the address that Spark gave a task. Out: the number of a GPU in this process, or a {@link
 * io.palindrome.jobs.device.Diagnosis} of why there is none, which {@code palindrome doctor} prints
 * and with which training ends. Nothing here touches ND4J but to say which backend it is to start
 * with. Read {@link io.palindrome.jobs.device.DeviceChoice} first.
 */
package io.palindrome.jobs.device;
