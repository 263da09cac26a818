package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.Check;
import io.palindrome.conf.RunConfig;
import io.palindrome.model.parameter.HostArrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A Reformer with its optimizer, as Deeplearning4j trains it: flat vectors and a number of steps.
 */
public final class ReformerNetwork implements AutoCloseable {
  private final MultiLayerNetwork network;

  private ReformerNetwork(MultiLayerNetwork network) {
    this.network = network;
  }

  /**
   * A network with the initial parameters of the configuration's seed.
   *
   * @param config complete: {@code model} has its vocabulary size and pad token
   * @param dataType FLOAT to train, DOUBLE to check
   */
  public static ReformerNetwork create(RunConfig config, DataType dataType) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(config, dataType));
    network.init();
    return new ReformerNetwork(network);
  }

  /** A network of a configuration's JSON, with all parameters 0. */
  static ReformerNetwork fromJson(String json) {
    MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    ReformerLayerConf layer = (ReformerLayerConf) configuration.getConf(0).getLayer();
    long length = layer.initializer().numParams(layer);
    network.init(HostArrays.zeros(configuration.getDataType(), 1, length), false);
    return new ReformerNetwork(network);
  }

  /** The network that Deeplearning4j has trained or read. */
  static ReformerNetwork of(MultiLayerNetwork network) {
    return new ReformerNetwork(network);
  }

  static MultiLayerConfiguration configuration(RunConfig config, DataType dataType) {
    Check.that(
        config.model().vocabularySize() > 0,
        "model.vocabulary-size must be positive, but is %d",
        config.model().vocabularySize());
    return new NeuralNetConfiguration.Builder()
        .seed(config.train().seed())
        .dataType(dataType)
        .updater(new ScheduledOptimizer(config))
        .miniBatch(false)
        .trainingWorkspaceMode(WorkspaceMode.NONE)
        .inferenceWorkspaceMode(WorkspaceMode.NONE)
        .list()
        .layer(new ReformerLayerConf(config))
        .build();
  }

  /** What Deeplearning4j's own trainers and tools take. */
  public MultiLayerNetwork multiLayerNetwork() {
    return network;
  }

  /** The network as dl4j-spark trains it. */
  public SparkDl4jMultiLayer distribute(JavaSparkContext spark, ReformerTrainingMaster master) {
    return new SparkDl4jMultiLayer(spark, network, master);
  }

  /** The configuration that the network was made from. */
  public RunConfig config() {
    return layer().layerConf().runConfig();
  }

  /** The one layer. */
  public ReformerLayer layer() {
    return (ReformerLayer) network.getLayer(0);
  }

  /** What turns gradients into updates. */
  ScheduledUpdater updater() {
    BaseMultiLayerUpdater<?> updater = (BaseMultiLayerUpdater<?>) network.getUpdater();
    return (ScheduledUpdater) updater.getUpdaterBlocks().get(0).getGradientUpdater();
  }

  /** All parameters in layout order, [parameterCount] or [1, parameterCount]: a live view. */
  public INDArray parameters() {
    return network.params();
  }

  /** Whether the optimizer keeps a state between steps. */
  public boolean hasOptimizerState() {
    return optimizerState() != null;
  }

  /** Optimizer state as a flat vector, a live view; null where the optimizer has none. */
  public INDArray optimizerState() {
    return network.getUpdater().getStateViewArray();
  }

  /** Optimizer updates made so far. */
  public int steps() {
    return network.getIterationCount();
  }

  /** Sets the number of updates made so far, on which learning rate and bias correction depend. */
  public void setSteps(int steps) {
    network.setIterationCount(steps);
  }

  /** Learning rate of a step, counted from 0. */
  public double learningRate(int step) {
    return updater().getConfig().getLearningRate(step, 0);
  }

  /** The configuration's text, the same at all steps. */
  String json() {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations().clone();
    configuration.setIterationCount(0);
    configuration.setEpochCount(0);
    return configuration.toJson();
  }

  /** Frees the step's buffers and all vectors; the network cannot be used afterwards. */
  @Override
  public void close() {
    layer().close();
    network.close();
  }
}
