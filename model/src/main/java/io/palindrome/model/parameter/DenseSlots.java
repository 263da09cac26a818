package io.palindrome.model.parameter;

/** A linear map {@code y = x W^T + b}: weight [out, in], bias [out]. */
public record DenseSlots(Slot weight, Slot bias) {}
