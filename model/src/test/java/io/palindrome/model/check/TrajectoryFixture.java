package io.palindrome.model.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.OptimizerKind;
import io.palindrome.conf.ScheduleKind;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.optimizer.StepSize;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fixtures t: workers train on sequences of their own, and take the mean of their parameters every
 * few steps; optimizer state stays local. In float64.
 */
final class TrajectoryFixture {
  private static final String KIND = "training trajectory";
  private static final double BOUND = 1e-8;

  /** Parameters and optimizer state of one worker, flat. */
  private record Worker(INDArray parameters, INDArray state) {}

  private final Fixture fixture;

  TrajectoryFixture(Fixture fixture) {
    this.fixture = fixture;
  }

  /** Whether a fixture is of this kind. */
  static boolean describes(Fixture fixture) {
    return fixture.meta().path("kind").asText().equals(KIND);
  }

  /** Makes all steps; one verdict for the losses, one for the parameters after the last step. */
  List<Verdict> check() {
    int steps = fixture.meta().get("steps").asInt();
    int averageEvery = fixture.meta().get("avg_every").asInt();
    try (TrainingStep step =
        new TrainingStep(
            FixtureConfig.of(fixture.meta().get("config")),
            MemoryConfig.DEFAULT,
            new ReferenceKernels())) {
      ParameterLayout layout = step.reformer().layout();
      List<Worker> workers = workers(layout);
      double lossError = 0;
      for (int s = 0; s < steps; s++) {
        for (int w = 0; w < workers.size(); w++) {
          double stored = fixture.get("losses").values()[w * steps + s];
          double loss = train(step, workers.get(w), w * steps + s, s);
          lossError = Math.max(lossError, Math.abs(loss - stored));
        }
        if (averageEvery > 0 && (s + 1) % averageEvery == 0) {
          average(workers);
        }
      }
      return List.of(
          new Verdict(fixture.name(), "losses float64", lossError, BOUND),
          new Verdict(
              fixture.name(), "final parameters float64", finalError(workers, layout), BOUND));
    }
  }

  private OptimizerConfig optimizer() {
    JsonNode meta = fixture.meta();
    return new OptimizerConfig(
        OptimizerKind.valueOf(meta.get("optimizer").asText().toUpperCase(Locale.ROOT)),
        ScheduleKind.CONSTANT,
        meta.get("lr").asDouble(),
        meta.path("betas").path(0).asDouble(0.9),
        meta.path("betas").path(1).asDouble(0.999),
        meta.path("eps").asDouble(1e-8),
        meta.path("momentum").asDouble(0),
        meta.path("weight_decay").asDouble(0),
        0,
        1,
        0);
  }

  private List<Worker> workers(ParameterLayout layout) {
    double[] start = new double[Math.toIntExact(layout.parameterCount())];
    for (Slot slot : layout.slots()) {
      double[] values = fixture.get("w." + slot.name()).values();
      System.arraycopy(values, 0, start, (int) slot.offset(), values.length);
    }
    long stateLength = Optimizer.of(optimizer(), layout).stateLength();
    List<Worker> workers = new ArrayList<>();
    for (int w = 0; w < fixture.meta().get("workers").asInt(); w++) {
      INDArray state = stateLength == 0 ? null : Nd4j.zeros(DataType.DOUBLE, stateLength);
      workers.add(new Worker(Nd4j.createFromArray(start), state));
    }
    return workers;
  }

  /** One step of one worker; its loss before the update. */
  private double train(TrainingStep step, Worker worker, int sequence, int s) {
    Fixture.Tensor all = fixture.get("input_ids");
    int batch = all.shape().get(2);
    int length = all.shape().get(3);
    int positions = batch * length;
    int[] ids = Arrays.copyOfRange(all.toInts(), sequence * positions, (sequence + 1) * positions);
    INDArray gradients = Nd4j.create(DataType.DOUBLE, worker.parameters().length());
    double loss =
        step.gradients(
                worker.parameters(),
                gradients,
                new TrainingBatch(batch, length, ids, ids),
                new FixtureRandomness(fixture, s))
            .loss();
    StepSize size = new StepSize(s + 1, optimizer().learningRate(), 1);
    Optimizer.of(optimizer(), step.reformer().layout())
        .toUpdate(worker.parameters(), gradients, worker.state(), size);
    worker.parameters().subi(gradients);
    return loss;
  }

  private static void average(List<Worker> workers) {
    INDArray mean = Nd4j.zeros(DataType.DOUBLE, workers.get(0).parameters().length());
    workers.forEach(worker -> mean.addi(worker.parameters()));
    mean.divi(workers.size());
    workers.forEach(worker -> worker.parameters().assign(mean));
  }

  /** Where the last step ended with a mean, all workers agree and only the first is stored. */
  private double finalError(List<Worker> workers, ParameterLayout layout) {
    double worst = 0;
    for (int w = 0; w < workers.size(); w++) {
      double[] flat = workers.get(w).parameters().toDoubleVector();
      for (Slot slot : layout.slots()) {
        double[] ours = Arrays.copyOfRange(flat, (int) slot.offset(), (int) slot.end());
        String own = "final." + w + "." + slot.name();
        String tensor = fixture.has(own) ? own : "final.0." + slot.name();
        double[] stored = fixture.get(tensor).values();
        worst = Math.max(worst, ModelFixture.relativeError(ours, stored));
      }
    }
    return worst;
  }
}
