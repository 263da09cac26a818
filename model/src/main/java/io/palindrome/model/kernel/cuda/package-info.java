/** The kernels on a GPU: CUDA C++ sources, compiled for the device at hand, on ND4J's memory. */
package io.palindrome.model.kernel.cuda;
