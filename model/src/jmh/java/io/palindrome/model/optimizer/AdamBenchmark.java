package io.palindrome.model.optimizer;

import io.palindrome.model.kernel.host.OnAllCores;
import io.palindrome.model.kernel.host.Work;
import io.palindrome.model.parameter.HostArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** One update of Adam, of as many parameters as the novel profile has. */
public class AdamBenchmark extends OnAllCores {
  private static final int COUNT = 4_800_000;

  private final Adam adam = Adam.withoutDecay(0.9, 0.98, 1e-9, COUNT);
  private INDArray parameters;
  private INDArray gradients;
  private INDArray state;
  private long step;

  @Setup
  public void allocate() {
    parameters = HostArrays.zeros(DataType.FLOAT, 1, COUNT);
    gradients = HostArrays.zeros(DataType.FLOAT, 1, COUNT).addi(0.01);
    state = HostArrays.zeros(DataType.FLOAT, 1, adam.stateLength()).addi(0.01);
  }

  @TearDown
  public void close() {
    parameters.close();
    gradients.close();
    state.close();
  }

  /** Reads and writes the gradient, which becomes the update, and both moments. */
  @Benchmark
  public void toUpdate(Work work) {
    adam.toUpdate(parameters, gradients, state, new StepSize(++step, 1e-3, 1));
    work.elements(6.0 * COUNT);
  }
}
