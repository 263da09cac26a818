package io.palindrome.model.coupling;

import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.check.GradientCheck;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Sequences;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.Parameters;
import io.palindrome.model.parameter.SlotWriter;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.ReversibleBlock;
import io.palindrome.model.reversible.Streams;
import io.palindrome.model.reversible.Tape;
import java.util.ArrayList;
import java.util.List;

/**
 * Blocks over two small streams, with the loss of a flow: both outputs and the log-determinants
 * weighted by random numbers.
 */
final class CouplingNetwork implements GradientCheck.Differentiable {
  static final int ROWS = 7;
  static final int WIDTH = 3;
  private static final int HIDDEN = 5;

  private final Pass pass;
  private final Gradients gradients;
  private final GradientCheck.Variable parameters;
  private final GradientCheck.Variable x1;
  private final GradientCheck.Variable x2;
  private final Streams weights;
  private final LogDeterminant volume;
  private final MemoryStrategy strategy;
  private List<ReversibleBlock> blocks = List.of();

  CouplingNetwork(Kernels kernels, int parameterCount, MemoryStrategy strategy) {
    this.strategy = strategy;
    int count = Math.max(1, parameterCount);
    Matrix flat = random(kernels, 1, 1, count, 0.7);
    Matrix gradient = random(kernels, 0, 1, count, 0);
    parameters = new GradientCheck.Variable("parameters", flat, gradient);
    gradients = new Gradients(gradient.storage());
    pass =
        new Pass(
            kernels,
            new Arena(kernels),
            new Parameters(flat.storage()),
            new CounterRandomness(new StepKey(11, 2, 3)),
            new Sequences(ROWS, 1, List.of(), new int[0]));
    x1 = new GradientCheck.Variable("x1", stream(2), stream(3));
    x2 = new GradientCheck.Variable("x2", stream(4), stream(5));
    weights = new Streams(stream(6), stream(7));
    volume = new LogDeterminant(random(kernels, 8, ROWS, 1, 0), random(kernels, 9, ROWS, 1, 1));
  }

  private static Matrix random(
      Kernels kernels, long seed, int rows, int columns, double deviation) {
    Storage storage = kernels.allocate((long) rows * columns);
    storage.write(0, TinyNetwork.normals(seed, rows * columns, deviation));
    return Matrix.of(storage, rows, columns);
  }

  private Matrix stream(long seed) {
    return random(pass.kernels(), seed, ROWS, WIDTH, 1);
  }

  CouplingNetwork with(ReversibleBlock... of) {
    blocks = List.of(of);
    return this;
  }

  /** Blocks of one coupling, each branch with a conditioner of its own. */
  static CouplingNetwork of(
      Kernels kernels, Coupling coupling, int count, int chunkRows, MemoryStrategy strategy) {
    SlotWriter slots = new SlotWriter();
    List<Conditioner> conditioners = new ArrayList<>();
    for (int i = 0; i < 2 * count; i++) {
      List<Integer> widths = List.of(WIDTH, HIDDEN, coupling.outputs() * WIDTH);
      conditioners.add(Conditioner.add(slots, "c" + i, widths));
    }
    CouplingNetwork network = new CouplingNetwork(kernels, (int) slots.end(), strategy);
    List<ReversibleBlock> made = new ArrayList<>();
    for (int i = 0; i < 2 * count; i += 2) {
      made.add(
          new ReversibleBlock(
              new CouplingBranch(conditioners.get(i), coupling, chunkRows, network.volume),
              new CouplingBranch(conditioners.get(i + 1), coupling, chunkRows, network.volume)));
    }
    return network.with(made.toArray(ReversibleBlock[]::new));
  }

  Pass pass() {
    return pass;
  }

  LogDeterminant volume() {
    return volume;
  }

  List<ReversibleBlock> blocks() {
    return blocks;
  }

  /** The inputs in buffers of their own. */
  Streams inputs() {
    return new Streams(copy(x1.value()), copy(x2.value()));
  }

  private Matrix copy(Matrix from) {
    Matrix to = stream(0);
    pass.kernels().copy(from, to);
    return to;
  }

  @Override
  public List<GradientCheck.Variable> variables() {
    return List.of(parameters, x1, x2);
  }

  @Override
  public double loss() {
    Streams y = inputs();
    pass.kernels().fill(volume.sums(), 0);
    strategy.forward(blocks, y, pass).close();
    return GradientCheck.dot(weights.x1(), y.x1())
        + GradientCheck.dot(weights.x2(), y.x2())
        + GradientCheck.dot(volume.gradient(), volume.sums());
  }

  @Override
  public void differentiate() {
    Kernels kernels = pass.kernels();
    kernels.fill(volume.sums(), 0);
    kernels.fill(parameters.gradient(), 0);
    kernels.copy(weights.x1(), x1.gradient());
    kernels.copy(weights.x2(), x2.gradient());
    try (Tape tape = strategy.forward(blocks, inputs(), pass)) {
      tape.backward(new Streams(x1.gradient(), x2.gradient()), gradients);
    }
  }

  /** All gradients one behind the other. */
  List<double[]> gradients() {
    differentiate();
    return variables().stream().map(variable -> variable.gradient().toArray()).toList();
  }
}
