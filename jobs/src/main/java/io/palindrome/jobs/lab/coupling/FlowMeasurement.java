package io.palindrome.jobs.lab.coupling;

import io.palindrome.model.flow.CouplingFlow;
import io.palindrome.model.flow.FittedGaussian;
import io.palindrome.model.flow.FlowNetwork;
import io.palindrome.model.flow.FlowTraining;
import io.palindrome.model.flow.Grid;
import io.palindrome.model.flow.PlanarData;
import io.palindrome.model.flow.Points;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.reversible.Reversible;
import java.util.List;

/**
 * A flow trained by exact log-likelihood under the reversible strategy, and what was measured of
 * it.
 *
 * @param losses of every step, nats a point
 * @param heldOut log-likelihood of points that it was not trained on, nats a point
 * @param gaussian that of a fitted Gaussian
 * @param integral of its density over a square of side 12
 * @param inside share of samples that lie in that square
 * @param roundTrip relative error of points that went to noise and back
 * @param density [rows][columns] over a square of side 6
 */
record FlowMeasurement(
    PlanarData data,
    Candidate candidate,
    double[] losses,
    double heldOut,
    double gaussian,
    double integral,
    double inside,
    double roundTrip,
    double[][] density,
    Points samples) {
  static final double HALF = 3;
  private static final int BLOCKS = 6;
  private static final int HIDDEN = 32;
  private static final int BATCH = 256;
  private static final double LEARNING_RATE = 5e-3;
  private static final int HELD_OUT = 10_000;
  private static final int CELLS = 90;
  private static final int SAMPLES = 1500;
  private static final Grid WIDE = new Grid(6, 600);

  /** Trains for that many steps. */
  static FlowMeasurement of(
      PlanarData data, Candidate candidate, int steps, Kernels kernels, long seed) {
    CouplingFlow flow = new CouplingFlow(candidate.coupling(), BLOCKS, List.of(HIDDEN));
    FlowTraining.Plan plan = new FlowTraining.Plan(data, seed, steps, BATCH, LEARNING_RATE);
    try (FlowNetwork network = new FlowNetwork(flow, kernels, flow.initialize(seed));
        FlowTraining training = new FlowTraining(network, new Reversible(), plan)) {
      double[] losses = training.run();
      Points heldOut = data.points(seed + 1, 0, HELD_OUT);
      FittedGaussian gaussian = FittedGaussian.of(data.points(seed, 0, HELD_OUT));
      return new FlowMeasurement(
          data,
          candidate,
          losses,
          network.meanLogDensity(heldOut),
          gaussian.meanLogDensity(heldOut),
          WIDE.integral(network),
          inside(network.sample(seed + 3, HELD_OUT)),
          roundTrip(network, heldOut),
          density(network),
          network.sample(seed + 2, SAMPLES));
    }
  }

  private static double inside(Points points) {
    int inside = 0;
    for (int i = 0; i < points.count(); i++) {
      double farthest = Math.max(Math.abs(points.x1()[i]), Math.abs(points.x2()[i]));
      inside += farthest < WIDE.half() ? 1 : 0;
    }
    return (double) inside / points.count();
  }

  private static double roundTrip(FlowNetwork network, Points points) {
    Points back = network.inverse(network.noise(points));
    double distance =
        Math.hypot(
            Vectors.distance(back.x1(), points.x1()), Vectors.distance(back.x2(), points.x2()));
    return distance / Math.hypot(Vectors.norm(points.x1()), Vectors.norm(points.x2()));
  }

  private static double[][] density(FlowNetwork network) {
    double[] logs = network.logDensities(new Grid(HALF, CELLS).middles());
    double[][] density = new double[CELLS][CELLS];
    for (int i = 0; i < logs.length; i++) {
      density[i / CELLS][i % CELLS] = Math.exp(logs[i]);
    }
    return density;
  }

  String dataName() {
    return switch (data) {
      case TWO_MOONS -> "two moons";
      case RINGS -> "rings";
      case SPIRALS -> "spirals";
    };
  }

  String name() {
    return dataName() + ", " + candidate.name();
  }
}
