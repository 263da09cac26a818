package io.palindrome.jobs.bench;

import static io.palindrome.jobs.bench.KernelCase.elements;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;
import java.util.ArrayList;
import java.util.List;

/** Matrix products of layers: forward, and the gradients of weights. */
final class ProductKernelCases {
  private final KernelOperands operands;
  private final KernelSizes sizes;
  private final Kernels kernels;
  private final List<KernelCase> cases = new ArrayList<>();

  ProductKernelCases(KernelOperands operands, KernelSizes sizes) {
    this.operands = operands;
    this.sizes = sizes;
    kernels = operands.kernels();
  }

  List<KernelCase> all() {
    layer("projection", sizes.length(), sizes.dModel(), sizes.dModel());
    layer("feed-forward in", sizes.chunkRows(), sizes.dModel(), sizes.dFeedForward());
    layer("feed-forward out", sizes.chunkRows(), sizes.dFeedForward(), sizes.dModel());
    layer("logits", sizes.chunkRows(), 2 * sizes.dModel(), KernelSizes.VOCABULARY);
    return cases;
  }

  /** y = x w^T, and gradW += gradY^T x. */
  private void layer(String name, int rows, int inputs, int outputs) {
    Matrix x = operands.matrix(rows, inputs);
    Matrix w = operands.matrix(outputs, inputs);
    Matrix y = operands.matrix(rows, outputs);
    double read = (double) rows * inputs + (double) rows * outputs;
    double weights = (double) outputs * inputs;
    double products = (double) rows * inputs * outputs;
    add(
        "product: " + name,
        read + weights,
        products,
        () -> kernels.multiply(1, x, Transpose.NONE, w, Transpose.TRANSPOSED, 0, y));
    Matrix gradW = operands.matrix(outputs, inputs);
    add(
        "product: gradient of weights, " + name,
        read + 2 * weights,
        products,
        () -> kernels.multiply(1, y, Transpose.TRANSPOSED, x, Transpose.NONE, 1, gradW));
  }

  private void add(String name, double elements, double multiplyAdds, Runnable call) {
    cases.add(new KernelCase(name, elements(elements), multiplyAdds, call));
  }
}
