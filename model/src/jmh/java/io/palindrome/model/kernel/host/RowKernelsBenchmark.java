package io.palindrome.model.kernel.host;

import io.palindrome.conf.Activation;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Kernels that go over rows and are bound by memory, on 16,384 positions. */
public class RowKernelsBenchmark extends OnAllCores {
  private static final int LENGTH = 16_384;
  private static final int D_MODEL = 256;
  private static final int D_FEED_FORWARD = 1024;
  private static final int CHUNK_ROWS = 4096;
  private static final int VOCABULARY = 258;
  private static final double EPSILON = 1e-12;

  private Bench bench;
  private Matrix x;
  private Matrix y;
  private Matrix gradX;
  private NormParameters norm;
  private NormParameters gradNorm;
  private Matrix bias;
  private Matrix hidden;
  private Matrix activated;
  private Matrix logits;
  private Matrix losses;
  private Indices labels;

  @Setup
  public void allocate() {
    bench = Bench.onAllCores();
    x = bench.matrix(LENGTH, D_MODEL);
    y = bench.matrix(LENGTH, D_MODEL);
    gradX = bench.matrix(LENGTH, D_MODEL);
    norm = norm();
    gradNorm = norm();
    bias = bench.matrix(1, D_FEED_FORWARD);
    bench.kernels().fill(bias, 0);
    hidden = bench.matrix(CHUNK_ROWS, D_FEED_FORWARD);
    activated = bench.matrix(CHUNK_ROWS, D_FEED_FORWARD);
    logits = bench.matrix(LENGTH, VOCABULARY);
    losses = bench.matrix(LENGTH, 1);
    labels = bench.drawn(LENGTH, VOCABULARY);
  }

  private NormParameters norm() {
    return new NormParameters(bench.matrix(1, D_MODEL), bench.matrix(1, D_MODEL), EPSILON);
  }

  @TearDown
  public void close() {
    bench.close();
  }

  @Benchmark
  public void layerNorm(Work work) {
    bench.kernels().layerNorm(x, norm, y);
    work.elements(2.0 * LENGTH * D_MODEL);
  }

  @Benchmark
  public void addLayerNormGradient(Work work) {
    bench.kernels().addLayerNormGradient(x, norm, y, gradX, gradNorm);
    work.elements(4.0 * LENGTH * D_MODEL);
  }

  /** One chunk of the feed-forward branch. */
  @Benchmark
  public void activate(Work work) {
    bench.kernels().activate(Activation.GELU, bias, Dropout.NONE, hidden, activated);
    work.elements(3.0 * CHUNK_ROWS * D_FEED_FORWARD);
  }

  @Benchmark
  public void activateGradient(Work work) {
    bench.kernels().activateGradient(Activation.GELU, hidden, Dropout.NONE, activated);
    work.elements(3.0 * CHUNK_ROWS * D_FEED_FORWARD);
  }

  /** In place: after the first call the logits are gradients, as large and as smooth. */
  @Benchmark
  public void crossEntropy(Work work) {
    bench.kernels().crossEntropy(logits, labels, 0, 1.0 / LENGTH, losses);
    work.elements(2.0 * LENGTH * VOCABULARY);
  }
}
