package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The configuration of {@link ReformerLayer}, as Deeplearning4j stores and ships it: the text of
 * the run's whole configuration, so that an executor needs nothing else.
 */
public final class ReformerLayerConf extends FeedForwardLayer {
  private static final long serialVersionUID = 1L;

  /** {@code key = value} lines of {@link ConfigFile#render}. */
  @JsonProperty private String configuration;

  private transient RunConfig parsed;

  /** For Deeplearning4j's JSON. */
  public ReformerLayerConf() {}

  ReformerLayerConf(RunConfig config) {
    this.configuration = ConfigFile.render(config);
    setLayerName("reformer");
    setNIn(1);
    setNOut(config.model().vocabularySize());
  }

  /** The configuration that the layer was made from. */
  public synchronized RunConfig runConfig() {
    if (parsed == null) {
      parsed = ConfigFile.parse("stored in the network", configuration, List.of());
    }
    return parsed;
  }

  @Override
  public ReformerLayer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameterView,
      boolean initializeParams,
      DataType dataType) {
    ReformerLayer layer = new ReformerLayer(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameterView);
    layer.setParamTable(initializer().init(conf, parameterView, initializeParams));
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return ReformerParamInitializer.INSTANCE;
  }

  /** Logits of every position, whatever the lengths of the sequences. */
  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.feedForward(getNOut());
  }

  /** Nothing to derive: a position is one token id. */
  @Override
  public void setNIn(InputType inputType, boolean override) {}

  /** Token ids go in as they are. */
  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  /** Parameters and optimizer state; activations depend on the length, which is not known here. */
  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = initializer().numParams(this);
    long state = getIUpdater() == null ? 0 : getIUpdater().stateSize(parameters);
    return new LayerMemoryReport.Builder(
            getLayerName(), ReformerLayerConf.class, inputType, InputType.feedForward(getNOut()))
        .standardMemory(parameters, state)
        .workingMemory(0, 0, MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReformerLayerConf that
        && super.equals(other)
        && configuration.equals(that.configuration);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), configuration);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof ReformerLayerConf;
  }
}
