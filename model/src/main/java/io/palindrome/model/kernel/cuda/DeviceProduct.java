package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Transpose;

/**
 * c[rows, columns] = alpha op(a)[rows, inner] op(b)[inner, columns] + beta c; float32, row-major.
 *
 * @param a address of the first element
 * @param strideA elements between the beginnings of two rows of a as it lies in memory
 */
public record DeviceProduct(
    int rows,
    int columns,
    int inner,
    float alpha,
    long a,
    int strideA,
    Transpose opA,
    long b,
    int strideB,
    Transpose opB,
    float beta,
    long c,
    int strideC) {}
