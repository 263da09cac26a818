package io.palindrome.jobs.lab.coupling;

import io.palindrome.model.coupling.Conditioner;
import io.palindrome.model.coupling.CouplingBranch;
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
import io.palindrome.model.parameter.SlotWriter;
import io.palindrome.model.random.CounterRandom;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.ReversibleBlock;
import io.palindrome.model.reversible.Streams;
import io.palindrome.model.reversible.Tape;
import java.util.ArrayList;
import java.util.List;

/** Blocks of one coupling, one on the other, at random parameters. */
final class Tower implements AutoCloseable {
  /** Sizes of a tower. */
  record Shape(int rows, int width, int hidden, int blocks) {}

  private final Shape shape;
  private final Pass pass;
  private final Gradients gradients;
  private final List<ReversibleBlock> blocks = new ArrayList<>();

  Tower(Candidate candidate, Shape shape, Kernels kernels, long seed) {
    this.shape = shape;
    SlotWriter slots = new SlotWriter();
    List<Integer> widths =
        List.of(shape.width(), shape.hidden(), candidate.coupling().outputs() * shape.width());
    List<CouplingBranch> branches = new ArrayList<>();
    for (int i = 0; i < 2 * shape.blocks(); i++) {
      Conditioner conditioner = Conditioner.add(slots, "tower." + i, widths);
      branches.add(
          new CouplingBranch(conditioner, candidate.coupling(), shape.rows(), Volume.IGNORED));
    }
    float[] flat = new float[Math.toIntExact(slots.end())];
    for (int i = 0; i < branches.size(); i++) {
      long key = CounterRandom.key(seed, i);
      branches
          .get(i)
          .conditioner()
          .initialize(key, 2 * candidate.variation(), candidate.outputBias(), flat);
    }
    for (int i = 0; i < branches.size(); i += 2) {
      blocks.add(new ReversibleBlock(branches.get(i), branches.get(i + 1)));
    }
    Storage parameters = kernels.allocate(flat.length);
    parameters.write(0, wide(flat));
    gradients = new Gradients(kernels.allocate(flat.length));
    pass =
        new Pass(
            kernels,
            new Arena(kernels),
            new Parameters(parameters),
            Randomness.NOTHING,
            new Sequences(shape.rows(), 1, List.of(), new int[0]));
  }

  private static double[] wide(float... flat) {
    double[] wide = new double[flat.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = flat[i];
    }
    return wide;
  }

  /** Standard normal streams. */
  private Streams streams(long seed) {
    return new Streams(stream(CounterRandom.key(seed, 1)), stream(CounterRandom.key(seed, 2)));
  }

  private Matrix stream(long key) {
    float[] values = new float[shape.rows() * shape.width()];
    CounterRandom.fillNormal(key, 1, values, 0, values.length);
    Matrix stream = pass.arena().take(shape.rows(), shape.width());
    stream.storage().write(0, wide(values));
    return stream;
  }

  /** How far the inputs that the inverse rebuilds are from the true ones, relative to them. */
  double reconstructionError(long seed, MemoryStrategy strategy) {
    Streams y = streams(seed);
    strategy.forward(blocks, y, pass).close();
    for (int i = blocks.size() - 1; i >= 0; i--) {
      blocks.get(i).inverse(y, pass);
    }
    Streams x = streams(seed);
    double error =
        Vectors.distance(Vectors.joined(y), Vectors.joined(x)) / Vectors.norm(Vectors.joined(x));
    y.giveBack(pass.arena());
    x.giveBack(pass.arena());
    return error;
  }

  /** All parameters' gradients of a random linear loss of the outputs. */
  double[] gradients(long seed, MemoryStrategy strategy) {
    Matrix flat = Matrix.of(gradients.flat(), 1, Math.toIntExact(gradients.flat().length()));
    pass.kernels().fill(flat, 0);
    Streams x = streams(seed);
    Streams grad = streams(seed + 1);
    try (Tape tape = strategy.forward(blocks, x, pass)) {
      tape.backward(grad, gradients);
    }
    x.giveBack(pass.arena());
    grad.giveBack(pass.arena());
    return flat.toArray();
  }

  @Override
  public void close() {
    pass.arena().close();
    pass.parameters().flat().close();
    gradients.flat().close();
  }
}
