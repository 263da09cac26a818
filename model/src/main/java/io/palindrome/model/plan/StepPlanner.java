package io.palindrome.model.plan;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.PrecisionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.PlanKernels;
import io.palindrome.model.kernel.cuda.PlanDevice;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.reversible.RecomputeInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Plans the steps of one network and shape: makes each on {@link PlanKernels}, and reads what its
 * arena and its kernels counted.
 *
 * @param model complete: with vocabulary size and pad token
 * @param precision of products, for which a GPU's kernels round their operands
 */
public record StepPlanner(
    ReformerConfig model,
    OptimizerConfig optimizer,
    BatchShape shape,
    BufferPlace place,
    PrecisionKind precision) {
  /** A planner of steps in float32. */
  public StepPlanner(
      ReformerConfig model, OptimizerConfig optimizer, BatchShape shape, BufferPlace place) {
    this(model, optimizer, shape, place, PrecisionKind.FLOAT32);
  }

  /**
   * The plan of one strategy.
   *
   * @param strategy any but {@code auto}
   */
  public StepPlan plan(MemoryConfig strategy) {
    MemoryConfig exact = exact(strategy);
    boolean onDevice = place == BufferPlace.DEVICE;
    PlanKernels kernels = onDevice ? PlanKernels.ofDevice() : new PlanKernels(Float.BYTES);
    TrainingBatch batch = shape.padded();
    try (TrainingStep step = new TrainingStep(model, exact, kernels)) {
      step.gradients(batch, new PlanRandomness());
      ParameterLayout layout = step.reformer().layout();
      MemoryBill bill = new MemoryBill(place);
      bill.vectors(layout.parameterCount(), Optimizer.of(optimizer, layout).stateLength());
      bill.buffers(step.arena(), batch.tokens().length);
      bill.regions(kernels.buffers());
      if (onDevice) {
        bill.scratch(DeviceMemory.of(this, exact, PlanDevice.LARGE).scratch());
      }
      return new StepPlan(exact, bill.memory(), 2 * kernels.multiplyAdds());
    }
  }

  /** With the number of blocks that {@code recompute} with 0 stands for. */
  private MemoryConfig exact(MemoryConfig given) {
    boolean root = given.strategy() == MemoryStrategyKind.RECOMPUTE && given.recomputeEvery() == 0;
    int every = root ? leastHeld() : given.recomputeEvery();
    return new MemoryConfig(given.strategy(), every, given.limit());
  }

  /** The interval of {@code recompute} that holds least blocks, about the root of their number. */
  public int leastHeld() {
    return RecomputeInterval.leastHeld(model.layers().size()).every();
  }

  /** Bytes of the parameters and of the optimizer's state, once. */
  public long vectorBytes() {
    ParameterLayout layout = ParameterLayout.of(model);
    long state = Optimizer.of(optimizer, layout).stateLength();
    return (layout.parameterCount() + state) * Float.BYTES;
  }

  /**
   * From the fastest on: store-all, recompute with ever shorter intervals, reversible.
   *
   * @param available bytes of the heap that are left for a step
   */
  public MemorySpectrum spectrum(long available) {
    List<StepPlan> plans = new ArrayList<>();
    plans.add(plan(new MemoryConfig(MemoryStrategyKind.STORE_ALL, 1)));
    for (int every : intervals()) {
      plans.add(plan(new MemoryConfig(MemoryStrategyKind.RECOMPUTE, every)));
    }
    plans.add(plan(new MemoryConfig(MemoryStrategyKind.REVERSIBLE, 1)));
    return new MemorySpectrum(plans, available);
  }

  /** Of a network of L blocks: L/2, L/3, L/4, L/6 and so on, the root of L, and 1. */
  private Iterable<Integer> intervals() {
    int blocks = model.layers().size();
    SortedSet<Integer> intervals = new TreeSet<>();
    for (int segments = 1; segments < blocks; segments *= 2) {
      intervals.add((blocks + 2 * segments - 1) / (2 * segments));
      intervals.add((blocks + 3 * segments - 1) / (3 * segments));
    }
    intervals.add(leastHeld());
    intervals.removeIf(every -> every >= blocks);
    return new TreeSet<>(intervals).descendingSet();
  }
}
