package io.palindrome.jobs.bench;

import static io.palindrome.jobs.bench.KernelCase.elements;

import io.palindrome.conf.Activation;
import io.palindrome.model.kernel.AdamStep;
import io.palindrome.model.kernel.CounterDropout;
import io.palindrome.model.kernel.CounterNormals;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import java.util.ArrayList;
import java.util.List;

/** Operations that go over rows or elements, and are bound by memory. */
final class RowKernelCases {
  /** Of the enwik8 network's 149 M parameters, what leaves room for it beside the others. */
  private static final int PARAMETERS = 1 << 24;

  private static final AdamStep ADAM = AdamStep.at(10, 1e-3, 0.9, 0.999, 1e-8);
  private static final Dropout DROPOUT = new CounterDropout(1, 0, 1 << 20, 0.1);

  private final KernelOperands operands;
  private final KernelSizes sizes;
  private final Kernels kernels;
  private final List<KernelCase> cases = new ArrayList<>();

  RowKernelCases(KernelOperands operands, KernelSizes sizes) {
    this.operands = operands;
    this.sizes = sizes;
    kernels = operands.kernels();
  }

  List<KernelCase> all() {
    streams();
    norms();
    feedForward();
    embedding();
    loss();
    optimizer();
    return cases;
  }

  private void add(String name, double elements, Runnable call) {
    cases.add(new KernelCase(name, elements(elements), 0, call));
  }

  private Matrix stream() {
    return operands.matrix(sizes.length(), sizes.dModel());
  }

  private double streamElements() {
    return (double) sizes.length() * sizes.dModel();
  }

  private void streams() {
    Matrix x = stream();
    Matrix y = stream();
    add("fill a stream", streamElements(), () -> kernels.fill(x, 0.5));
    add("copy a stream", 2 * streamElements(), () -> kernels.copy(x, y));
    add("add a stream", 3 * streamElements(), () -> kernels.add(0.5, x, y));
    add("dropout of a stream", 2 * streamElements(), () -> kernels.applyDropout(DROPOUT, x));
    CounterNormals normals = new CounterNormals(1, 0);
    add("draw normals", streamElements(), () -> kernels.drawNormals(normals, x));
  }

  private void norms() {
    Matrix x = stream();
    Matrix y = stream();
    Matrix gradX = stream();
    NormParameters norm = operands.norm(sizes.dModel());
    NormParameters gradNorm = operands.norm(sizes.dModel());
    add("layer norm", 2 * streamElements(), () -> kernels.layerNorm(x, norm, y));
    add(
        "layer norm, gradient",
        4 * streamElements(),
        () -> kernels.addLayerNormGradient(x, norm, y, gradX, gradNorm));
  }

  private void feedForward() {
    int rows = sizes.chunkRows();
    int columns = sizes.dFeedForward();
    double hidden = (double) rows * columns;
    Matrix h = operands.matrix(rows, columns);
    Matrix a = operands.matrix(rows, columns);
    Matrix bias = operands.filled(1, columns, 0);
    for (Activation one : List.of(Activation.RELU, Activation.GELU)) {
      String name = one == Activation.RELU ? "relu" : "gelu";
      add(name, 3 * hidden, () -> kernels.activate(one, bias, Dropout.NONE, h, a));
      add(name + ", gradient", 3 * hidden, () -> kernels.activateGradient(one, h, Dropout.NONE, a));
    }
    add("bias", 2 * hidden, () -> kernels.addBias(1e-3, bias, h));
    Matrix sums = operands.filled(1, columns, 0);
    add("sums of columns", hidden, () -> kernels.addColumnSums(h, sums));
  }

  private void embedding() {
    Matrix table = operands.matrix(KernelSizes.VOCABULARY, sizes.dModel());
    Matrix x = stream();
    Indices rows = operands.drawn(sizes.length(), KernelSizes.VOCABULARY);
    double both = 2 * streamElements() + sizes.length();
    add("embed", both, () -> kernels.addGathered(table, rows, 0, x));
    double scattered = streamElements() + sizes.length();
    add("embed, gradient", scattered, () -> kernels.addScattered(x, rows, 0, table));
  }

  /** In place: after the first call the logits are gradients, as large and as smooth. */
  private void loss() {
    int rows = sizes.chunkRows();
    Matrix logits = operands.matrix(rows, KernelSizes.VOCABULARY);
    Matrix losses = operands.matrix(rows, 1);
    Indices labels = operands.drawn(rows, KernelSizes.VOCABULARY);
    add(
        "cross-entropy and its gradient",
        (2.0 * KernelSizes.VOCABULARY + 2) * rows,
        () -> kernels.crossEntropy(logits, labels, 0, 1.0 / rows, losses));
  }

  private void optimizer() {
    int count = (int) Math.min(PARAMETERS, 4L * sizes.length() * sizes.dModel());
    Matrix gradients = operands.matrix(1, count);
    Matrix means = operands.filled(1, count, 0.01);
    Matrix squares = operands.filled(1, count, 0.01);
    Matrix parameters = operands.matrix(1, count);
    add("adam", 7.0 * count, () -> kernels.adamStep(ADAM, gradients, means, squares, parameters));
    add("norm of gradients, waited for", count, () -> kernels.sumOfSquares(gradients));
  }
}
