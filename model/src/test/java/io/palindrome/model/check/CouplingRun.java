package io.palindrome.model.check;

import io.palindrome.model.convolution.RunningStatistics;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.Sequences;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.Parameters;
import io.palindrome.model.parameter.Slot;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.ReversibleBlock;
import io.palindrome.model.reversible.Streams;
import io.palindrome.model.reversible.Tape;
import java.util.Arrays;
import java.util.List;

/** A coupling fixture's forward and backward pass under one memory strategy. */
final class CouplingRun {
  private final Fixture fixture;
  private final List<Slot> parameters;
  private final MemoryStrategy strategy;
  private final Pass pass;
  private final Gradients gradients;
  private final int half;

  CouplingRun(Fixture fixture, List<Slot> parameters, Kernels kernels, MemoryStrategy strategy) {
    this.fixture = fixture;
    this.parameters = parameters;
    this.strategy = strategy;
    List<Integer> shape = fixture.get("x").shape();
    half = shape.get(1) / 2;
    long count = parameters.get(parameters.size() - 1).end();
    Storage weights = kernels.allocate(count);
    for (Slot slot : parameters) {
      weights.write(slot.offset(), FixtureChain.ours(fixture.get("w." + slot.name())));
    }
    gradients = new Gradients(kernels.allocate(count));
    kernels.fill(Matrix.of(gradients.flat(), 1, Math.toIntExact(count)), 0);
    pass =
        new Pass(
            kernels,
            new Arena(kernels),
            new Parameters(weights),
            Randomness.NOTHING,
            new Sequences(shape.get(0), shape.get(2) * shape.get(3), List.of(), new int[0]));
  }

  private Matrix stream(double[] values) {
    Storage storage = pass.kernels().allocate(values.length);
    storage.write(0, values);
    return Matrix.of(storage, pass.sequences().rows(), half);
  }

  private Streams streams(Fixture.Tensor images) {
    return new Streams(
        stream(FixtureImages.rows(images, 0, half)),
        stream(FixtureImages.rows(images, half, half)));
  }

  private double[] images(Streams streams) {
    return FixtureImages.images(
        fixture.get("x").shape(), streams.x1().toArray(), streams.x2().toArray());
  }

  /** Output and gradients of all blocks together. */
  CouplingErrors errors(List<ReversibleBlock> blocks) {
    Streams x = streams(fixture.get("x"));
    try (Tape tape = strategy.forward(blocks, x, pass)) {
      double[] y = images(tape.output());
      double outputs = outputError(y, fixture.get("y64").values());
      Streams grad = streams(gradient(y));
      tape.backward(grad, gradients);
      double ofX = ModelFixture.relativeError(images(grad), fixture.get("grad64.x").values());
      return new CouplingErrors(outputs, lossError(y), Math.max(ofX, gradientError()), 0);
    }
  }

  /** Outputs of the blocks one by one. */
  CouplingErrors errorsOfEveryBlock(List<ReversibleBlock> blocks) {
    Streams x = streams(fixture.get("x"));
    double worst = 0;
    for (int i = 0; i < blocks.size(); i++) {
      strategy.forward(List.of(blocks.get(i)), x, pass).close();
      Fixture.Tensor y1 = fixture.get("block." + i + ".y1");
      Fixture.Tensor y2 = fixture.get("block." + i + ".y2");
      worst = Math.max(worst, outputError(x.x1().toArray(), FixtureImages.rows(y1, 0, half)));
      worst = Math.max(worst, outputError(x.x2().toArray(), FixtureImages.rows(y2, 0, half)));
    }
    return CouplingErrors.ofOutputs(worst);
  }

  /** Running statistics after the step. */
  CouplingErrors errors(RunningStatistics statistics, List<Slot> running) {
    double worst = 0;
    for (Slot slot : running) {
      double[] ours = statistics.read(slot);
      int channels = ours.length / 2;
      double[] means = Arrays.copyOf(ours, channels);
      double[] variances = Arrays.copyOfRange(ours, channels, ours.length);
      String name = "running_once." + slot.name();
      worst = Math.max(worst, relativeError(means, name + ".running_mean"));
      worst = Math.max(worst, relativeError(variances, name + ".running_var"));
    }
    return CouplingErrors.ofRunning(worst);
  }

  private double relativeError(double[] ours, String tensor) {
    return ModelFixture.relativeError(ours, fixture.get(tensor).values());
  }

  /** loss = sum(y * lossWeight) + 0.5 * sum(y^2), relative to its size. */
  private double lossError(double[] y) {
    double[] weight = fixture.get("loss_weight").values();
    double loss = 0;
    for (int i = 0; i < y.length; i++) {
      loss += y[i] * weight[i] + 0.5 * y[i] * y[i];
    }
    return outputError(new double[] {loss}, fixture.get("loss64").values());
  }

  /** dL/dy = lossWeight + y. */
  private Fixture.Tensor gradient(double[] y) {
    Fixture.Tensor weight = fixture.get("loss_weight");
    double[] gradient = weight.values().clone();
    for (int i = 0; i < y.length; i++) {
      gradient[i] += y[i];
    }
    return new Fixture.Tensor(weight.shape(), gradient);
  }

  private double gradientError() {
    double worst = 0;
    for (Slot slot : parameters) {
      double[] ours = gradients.flat().read(slot.offset(), Math.toIntExact(slot.length()));
      double[] expected = FixtureChain.ours(fixture.get("grad64." + slot.name()));
      worst = Math.max(worst, ModelFixture.relativeError(ours, expected));
    }
    return worst;
  }

  /** Largest |ours - expected| / (1 + |expected|). */
  private static double outputError(double[] ours, double[] expected) {
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(ours[i] - expected[i]) / (1 + Math.abs(expected[i])));
    }
    return worst;
  }
}
