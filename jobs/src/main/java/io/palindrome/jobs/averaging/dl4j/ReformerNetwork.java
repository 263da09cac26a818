package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.Check;
import io.palindrome.conf.RunConfig;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes the network of a run and finds its parts. */
public final class ReformerNetwork {
  private ReformerNetwork() {}

  /**
   * A network with the initial parameters of the configuration's seed.
   *
   * @param config complete: {@code model} has its vocabulary size and pad token
   * @param dataType FLOAT to train, DOUBLE to check
   */
  public static MultiLayerNetwork create(RunConfig config, DataType dataType) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(config, dataType));
    network.init();
    return network;
  }

  /** A network of a configuration's JSON, with all parameters 0. */
  public static MultiLayerNetwork fromJson(String json) {
    MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    ReformerLayerConf layer = (ReformerLayerConf) configuration.getConf(0).getLayer();
    long length = layer.initializer().numParams(layer);
    network.init(Nd4j.create(configuration.getDataType(), 1, length), false);
    return network;
  }

  static MultiLayerConfiguration configuration(RunConfig config, DataType dataType) {
    Check.that(
        config.model().vocabularySize() > 0,
        "model.vocabulary-size must be positive, but is %d",
        config.model().vocabularySize());
    return new NeuralNetConfiguration.Builder()
        .seed(config.train().seed())
        .dataType(dataType)
        .updater(new ScheduledOptimizer(config.train().optimizer(), config.train().totalSteps()))
        .miniBatch(false)
        .trainingWorkspaceMode(WorkspaceMode.NONE)
        .inferenceWorkspaceMode(WorkspaceMode.NONE)
        .list()
        .layer(new ReformerLayerConf(config))
        .build();
  }

  /** The one layer. */
  public static ReformerLayer layer(MultiLayerNetwork network) {
    return (ReformerLayer) network.getLayer(0);
  }

  /** The configuration that the network was made from. */
  public static RunConfig config(MultiLayerNetwork network) {
    return layer(network).layerConf().runConfig();
  }

  /** What turned the last gradients into an update. */
  public static ScheduledUpdater updater(MultiLayerNetwork network) {
    BaseMultiLayerUpdater<?> updater = (BaseMultiLayerUpdater<?>) network.getUpdater();
    return (ScheduledUpdater) updater.getUpdaterBlocks().get(0).getGradientUpdater();
  }

  /** Optimizer state as a flat vector, a view; null where the optimizer has none. */
  public static INDArray optimizerState(MultiLayerNetwork network) {
    return network.getUpdater().getStateViewArray();
  }

  /** Frees the step's buffers and all vectors; the network cannot be used afterwards. */
  public static void close(MultiLayerNetwork network) {
    layer(network).close();
    network.close();
  }
}
