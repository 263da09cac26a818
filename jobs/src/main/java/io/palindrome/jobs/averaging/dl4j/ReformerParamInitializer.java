package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.RunConfig;
import io.palindrome.model.parameter.HostArrays;
import io.palindrome.model.parameter.ParameterInitializer;
import io.palindrome.model.parameter.ParameterLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Shows Deeplearning4j one parameter, {@link #PARAMETER} [1, parameterCount]: the model's whole
 * flat vector. What lies where in it is the business of {@link ParameterLayout}.
 */
final class ReformerParamInitializer implements ParamInitializer {
  /** Deeplearning4j splits keys at an underscore, so the name must not have one. */
  static final String PARAMETER = "W";

  static final ReformerParamInitializer INSTANCE = new ReformerParamInitializer();

  private ReformerParamInitializer() {}

  private static RunConfig config(Layer layer) {
    return ((ReformerLayerConf) layer).runConfig();
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return ParameterLayout.of(config(layer).model()).parameterCount();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.of(PARAMETER);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of(PARAMETER);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return PARAMETER.equals(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return false;
  }

  /** Writes the initial values of the run's seed into view, if asked to. */
  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray view, boolean initializeParams) {
    conf.addVariable(PARAMETER);
    INDArray row = view.reshape(1, view.length());
    if (initializeParams) {
      RunConfig config = config(conf.getLayer());
      float[] initial = ParameterInitializer.initialize(config.model(), config.train().seed());
      row.assign(HostArrays.vector(initial).reshape(1, initial.length));
    }
    return named(row);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    return named(gradients.reshape(1, gradients.length()));
  }

  private static Map<String, INDArray> named(INDArray row) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    views.put(PARAMETER, row);
    return views;
  }
}
