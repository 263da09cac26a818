/**
 * What the GPUs of this machine are, and whether this build can use them, found out without ND4J
 * and without CUDA libraries: the default build can say what is missing.
 *
 * <p>In: the driver's libraries, the class path, the folders of libraries. Out: facts, in records.
 * What they mean for a configuration is told elsewhere. Read {@link
 * io.palindrome.model.kernel.cuda.driver.CudaDriver} first.
 */
package io.palindrome.model.kernel.cuda.driver;
