package io.palindrome.model.flow;

import io.palindrome.model.coupling.LogDeterminant;
import io.palindrome.model.coupling.Volume;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.Sequences;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.Parameters;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.Reversible;
import io.palindrome.model.reversible.ReversibleBlock;
import io.palindrome.model.reversible.Streams;
import io.palindrome.model.reversible.Tape;
import java.util.List;

/** A flow with its parameters on some kernels: densities, gradients and samples. */
public final class FlowNetwork implements Density, AutoCloseable {
  /** Points whose densities, or samples, are computed at a time. */
  private static final int ROWS = 8192;

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private final CouplingFlow flow;
  private final Kernels kernels;
  private final Arena arena;
  private final Parameters parameters;
  private final Gradients gradients;

  /**
   * The kernels stay the caller's.
   *
   * @param start the flow's parameters, copied
   */
  public FlowNetwork(CouplingFlow flow, Kernels kernels, float... start) {
    this.flow = flow;
    this.kernels = kernels;
    arena = new Arena(kernels);
    Storage flat = kernels.allocate(start.length);
    double[] wide = new double[start.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = start[i];
    }
    flat.write(0, wide);
    parameters = new Parameters(flat);
    gradients = new Gradients(kernels.allocate(start.length));
  }

  Kernels kernels() {
    return kernels;
  }

  Storage parameters() {
    return parameters.flat();
  }

  Storage gradients() {
    return gradients.flat();
  }

  /** Bytes of buffers in use; 0 between calls. */
  long usedBytes() {
    return arena.usedBytes();
  }

  private Pass pass(int rows) {
    Sequences sequences = new Sequences(rows, 1, List.of(), new int[0]);
    return new Pass(kernels, arena, parameters, Randomness.NOTHING, sequences);
  }

  private Streams take(Points points) {
    return new Streams(column(points.x1()), column(points.x2()));
  }

  private Matrix column(double... values) {
    Matrix column = arena.take(values.length, 1);
    column.storage().write(0, values);
    return column;
  }

  private static Points read(Streams streams) {
    return new Points(streams.x1().toArray(), streams.x2().toArray());
  }

  /**
   * Mean negative log-likelihood of the points, in nats a point; the gradients of its parameters
   * replace those of the call before.
   */
  public double lossAndGradients(Points points, MemoryStrategy strategy) {
    int count = points.count();
    LogDeterminant volume = volume(count, -1.0 / count);
    Streams z = take(points);
    Streams grad = new Streams(arena.take(count, 1), arena.take(count, 1));
    kernels.fill(Matrix.of(gradients.flat(), 1, flow.parameterCount()), 0);
    double loss = 0;
    try (Tape tape = strategy.forward(flow.blocks(volume), z, pass(count))) {
      for (double log : logDensities(read(z), volume.sums().toArray())) {
        loss -= log / count;
      }
      scaled(1.0 / count, z.x1(), grad.x1());
      scaled(1.0 / count, z.x2(), grad.x2());
      tape.backward(grad, gradients);
    }
    grad.giveBack(arena);
    z.giveBack(arena);
    giveBack(volume);
    return loss;
  }

  private void scaled(double scale, Matrix from, Matrix to) {
    kernels.fill(to, 0);
    kernels.add(scale, from, to);
  }

  private LogDeterminant volume(int rows, double gradient) {
    Matrix gradients = arena.take(rows, 1);
    kernels.fill(gradients, gradient);
    return new LogDeterminant(arena.takeZeros(rows, 1), gradients);
  }

  private void giveBack(LogDeterminant volume) {
    arena.giveBack(volume.sums());
    arena.giveBack(volume.gradient());
  }

  @Override
  public double[] logDensities(Points points) {
    double[] logs = new double[points.count()];
    for (int from = 0; from < logs.length; from += ROWS) {
      Points some = points.range(from, Math.min(from + ROWS, logs.length));
      LogDeterminant volume = volume(some.count(), 0);
      Streams z = take(some);
      new Reversible().forward(flow.blocks(volume), z, pass(some.count())).close();
      double[] part = logDensities(read(z), volume.sums().toArray());
      System.arraycopy(part, 0, logs, from, part.length);
      z.giveBack(arena);
      giveBack(volume);
    }
    return logs;
  }

  private static double[] logDensities(Points z, double... logDeterminants) {
    double[] logs = new double[z.count()];
    for (int i = 0; i < logs.length; i++) {
      double square = z.x1()[i] * z.x1()[i] + z.x2()[i] * z.x2()[i];
      logs[i] = logDeterminants[i] - LOG_TWO_PI - square / 2;
    }
    return logs;
  }

  /** The noise that the flow turns the points into. */
  public Points noise(Points data) {
    Points noise = Points.zeros(data.count());
    for (int from = 0; from < data.count(); from += ROWS) {
      Points some = data.range(from, Math.min(from + ROWS, data.count()));
      Streams z = take(some);
      List<ReversibleBlock> blocks = flow.blocks(Volume.IGNORED);
      new Reversible().forward(blocks, z, pass(some.count())).close();
      noise.put(from, read(z));
      z.giveBack(arena);
    }
    return noise;
  }

  /** What the points are noise of: the data that the flow turns into them. */
  public Points inverse(Points noise) {
    Points data = Points.zeros(noise.count());
    for (int from = 0; from < noise.count(); from += ROWS) {
      Points some = noise.range(from, Math.min(from + ROWS, noise.count()));
      Streams x = take(some);
      List<ReversibleBlock> blocks = flow.blocks(Volume.IGNORED);
      for (int i = blocks.size() - 1; i >= 0; i--) {
        blocks.get(i).inverse(x, pass(some.count()));
      }
      data.put(from, read(x));
      x.giveBack(arena);
    }
    return data;
  }

  /** Points drawn from the flow's density. */
  public Points sample(long seed, int count) {
    return inverse(Points.normal(seed, count));
  }

  @Override
  public void close() {
    arena.close();
    parameters.flat().close();
    gradients.flat().close();
  }
}
