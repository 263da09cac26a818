package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.jobs.averaging.mean.StepReport;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import io.palindrome.jobs.device.DeviceChoice;
import io.palindrome.jobs.feed.StepDescriptor;
import io.palindrome.model.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;

/**
 * One logical worker of an averaging round, inside dl4j-spark's task: takes the broadcast start,
 * fits one data set after the other, hands back what it has then. The partition number is the
 * worker's.
 */
final class ReformerTrainingWorker implements SingleNetworkWorker {
  private static final long serialVersionUID = 1L;

  private final Broadcast<RoundStart> start;
  private final ArrayList<Broadcast<WorkerState>> localStates;
  private final StepRandomness randomness;
  private final int batchSize;
  private final ArrayList<TrainingHook> hooks;

  private transient OptionalInt gpu;
  private transient ReformerNetwork taken;

  /** Null where Deeplearning4j makes the steps. */
  private transient DeviceSteps onDevice;

  private transient List<StepReport> steps;
  private transient long startNanos;
  private transient long trainNanos;

  /**
   * @param localStates optimizer state of each worker where that stays local; otherwise empty
   */
  ReformerTrainingWorker(
      Broadcast<RoundStart> start,
      List<Broadcast<WorkerState>> localStates,
      StepRandomness randomness,
      int batchSize,
      List<TrainingHook> hooks) {
    this.start = start;
    this.localStates = new ArrayList<>(localStates);
    this.randomness = randomness;
    this.batchSize = batchSize;
    this.hooks = new ArrayList<>(hooks);
  }

  @Override
  public MultiLayerNetwork getInitialModel() {
    startNanos = System.nanoTime();
    trainNanos = 0;
    steps = new ArrayList<>();
    RoundStart round = start.value();
    gpu = DeviceChoice.of(round.runtime()).attach();
    taken = WorkerNetworks.ofThisProcess().take(round.network(), gpu);
    if (TaskContext.get() != null) {
      TaskCompletionListener atEnd = task -> closeUnfinished();
      TaskContext.get().addTaskCompletionListener(atEnd);
    }
    taken.setSteps(round.step());
    round.slices().paste(round.parameters(), taken.parameters());
    round.slices().paste(optimizerState(round), taken.optimizerState());
    onDevice = DeviceSteps.suit(taken) ? new DeviceSteps(taken) : null;
    if (onDevice != null) {
      onDevice.begin();
    }
    return taken.multiLayerNetwork();
  }

  /** After a failed step nobody knows what the buffers hold. */
  private void closeUnfinished() {
    if (taken != null) {
      taken.close();
      taken = null;
    }
  }

  private List<byte[]> optimizerState(RoundStart round) {
    return localStates.isEmpty()
        ? round.optimizerState()
        : localStates.get(worker()).value().slices();
  }

  private static int worker() {
    return TaskContext.getPartitionId();
  }

  @Override
  public WorkerResult processMinibatch(DataSet batch, MultiLayerNetwork network, boolean isLast) {
    long began = System.nanoTime();
    ReformerLayer layer = taken.layer();
    layer.useRandomness(null);
    layer.usePositions(new int[0]);
    List<?> descriptors = batch.getExampleMetaData();
    if (descriptors != null && descriptors.get(0) instanceof StepDescriptor step) {
      layer.useRandomness(randomness.of(step));
      layer.usePositions(CropPositions.of(layer.layerConf().runConfig()).first(step.crops()));
    }
    hooks.forEach(hook -> hook.preUpdate(batch, network));
    if (onDevice == null) {
      network.fit(batch);
    } else {
      onDevice.fit(batch);
    }
    hooks.forEach(hook -> hook.postUpdate(batch, network));
    steps.add(report(layer.lastResult()));
    free(batch);
    trainNanos += System.nanoTime() - began;
    return isLast ? getFinalResult(network) : null;
  }

  private StepReport report(StepResult result) {
    return new StepReport(
        result.loss(),
        result.countedLabels(),
        onDevice == null ? taken.updater().lastGradientNorm() : onDevice.lastGradientNorm(),
        result.reconstructionError(),
        result.peakBytes());
  }

  private static void free(DataSet batch) {
    for (INDArray array :
        new INDArray[] {batch.getFeatures(), batch.getLabels(), batch.getFeaturesMaskArray()}) {
      if (array != null && array.closeable()) {
        array.close();
      }
    }
  }

  @Override
  public WorkerResult getFinalResult(MultiLayerNetwork network) {
    RoundStart round = start.value();
    if (onDevice != null) {
      onDevice.end();
      onDevice = null;
    }
    INDArray state = taken.optimizerState();
    List<byte[]> averaged = round.slices().cut(taken.parameters());
    List<byte[]> local = List.of();
    if (localStates.isEmpty()) {
      averaged.addAll(round.slices().cut(state));
    } else {
      local = round.slices().cut(state);
    }
    WorkerNetworks.ofThisProcess().giveBack(round.network(), gpu, taken);
    taken = null;
    WorkerReport report =
        new WorkerReport(
            worker(),
            steps,
            trainNanos,
            System.nanoTime() - startNanos,
            ResidentMemory.peakBytes(),
            ResidentMemory.heapBytes(),
            local);
    return new WorkerResult(report, averaged);
  }

  /** A worker without a step is a mistake in the plan. */
  @Override
  public WorkerResult getFinalResultNoData() {
    throw new IllegalStateException(
        "Cannot run an averaging round: worker "
            + worker()
            + " has no step; give each worker a partition of at least one");
  }

  /**
   * What dl4j-spark asks for first, on the driver and in a task. Once it has asked for more it
   * calls ND4J at the end of the task, whatever happened; so a task that cannot compute where it
   * should ends here.
   */
  @Override
  public WorkerConfiguration getDataConfiguration() {
    if (TaskContext.get() != null) {
      DeviceChoice device = DeviceChoice.of(start.value().runtime());
      device.gpu();
      device.offerBackend();
    }
    return new WorkerConfiguration(false, batchSize, batchSize, 0, 0, false);
  }

  @Override
  public void addHook(TrainingHook hook) {
    hooks.add(hook);
  }

  @Override
  public void removeHook(TrainingHook hook) {
    hooks.remove(hook);
  }

  @Override
  public long getInstanceId() {
    return worker();
  }
}
