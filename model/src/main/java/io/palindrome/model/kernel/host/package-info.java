/**
 * Float32 kernels for processors on the Java Vector API. Read {@link
 * io.palindrome.model.kernel.host.HostKernels} first, then {@link
 * io.palindrome.model.kernel.host.PackedProduct} and {@link
 * io.palindrome.model.kernel.host.HostAttention}.
 */
package io.palindrome.model.kernel.host;
