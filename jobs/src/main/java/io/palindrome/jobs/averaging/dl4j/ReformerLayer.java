package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.LocalSteps;
import io.palindrome.model.ReconstructionProbe;
import io.palindrome.model.StepKey;
import io.palindrome.model.StepResult;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.parameter.HostArrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;

/**
 * The Reformer, embedding to loss, as one output layer of Deeplearning4j.
 *
 * <p>Input and labels are int token ids [batch, length]; labels are not shifted, -100 is ignored.
 * The loss is the mean in nats over the counted labels. Loss and gradients come from one pass, in
 * {@link #backpropGradient}; the score that Deeplearning4j asks for afterwards is the loss of that
 * pass.
 *
 * <p>The layer owns the buffers of its {@link TrainingStep} from the first pass to {@link #close}.
 */
public final class ReformerLayer extends BaseLayer<ReformerLayerConf> implements TokenClassifier {
  private static final long serialVersionUID = 1L;

  private transient INDArray labels;
  private transient TrainingStep step;
  private transient LocalSteps local;
  private transient Randomness randomness;
  private transient int[] firstPositions = {};
  private transient StepResult last;

  ReformerLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /**
   * Randomness of the next passes. Without it, or with null, a pass draws from the run's seed and
   * the network's iteration count.
   */
  public void useRandomness(Randomness next) {
    this.randomness = next;
  }

  /**
   * The position that each sequence of the next passes begins at; without it, or empty, they all
   * begin at 0.
   */
  public void usePositions(int[] first) {
    this.firstPositions = first;
  }

  /** What the last training pass measured; null before the first. */
  public StepResult lastResult() {
    return last;
  }

  private TrainingStep step() {
    if (step == null) {
      RunConfig config = layerConf().runConfig();
      step =
          new TrainingStep(
              config.model(),
              config.train().memory(),
              WorkerKernels.create(config.runtime(), config.train().precision(), dataType));
    }
    return step;
  }

  /** What the layer computes with. */
  Kernels kernels() {
    return step().kernels();
  }

  /** Steps with their vectors in the kernels' memory. */
  LocalSteps localSteps() {
    if (local == null) {
      OptimizerConfig config = layerConf().runConfig().train().optimizer();
      Optimizer optimizer = Optimizer.of(config, step().reformer().layout());
      local = new LocalSteps(step(), optimizer, config.clipNorm());
    }
    return local;
  }

  /**
   * One of {@link #localSteps}, on the arrays of a data set.
   *
   * @param done steps made before this one
   */
  void makeLocalStep(DataSet arrays, int done, double learningRate) {
    LocalSteps steps = localSteps();
    step().use(ReconstructionProbe.of(layerConf().runConfig().train().reconstruction(), done));
    TrainingBatch batch =
        TokenArrays.batch(
            arrays.getFeatures(),
            arrays.getLabels(),
            arrays.getFeaturesMaskArray(),
            firstPositions);
    last = steps.next(batch, randomness(done), done + 1L, learningRate);
    score = last.loss();
  }

  private Randomness randomness(int done) {
    if (randomness != null) {
      return randomness;
    }
    long seed = layerConf().runConfig().train().seed();
    return new CounterRandomness(new StepKey(seed, 0, done));
  }

  private Randomness randomness() {
    return randomness(getIterationCount());
  }

  private TrainingBatch batch() {
    assertInputSet(true);
    return TokenArrays.batch(input, labels, maskArray, firstPositions);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    step()
        .use(
            ReconstructionProbe.of(
                layerConf().runConfig().train().reconstruction(), getIterationCount()));
    last = step().gradients(params(), getGradientsViewArray(), batch(), randomness());
    score = last.loss();
    if (layerConf().getIUpdater() instanceof ScheduledOptimizer optimizer) {
      optimizer.begin(new LayerStep(params(), last.loss()));
    }
    gradient = new DefaultGradient();
    gradient.setGradientFor(
        ReformerParamInitializer.PARAMETER, gradientViews.get(ReformerParamInitializer.PARAMETER));
    return new Pair<>(gradient, null);
  }

  @Override
  public void computeGradientAndScore(LayerWorkspaceMgr workspaces) {
    backpropGradient(null, workspaces);
  }

  /** After a training pass its loss; otherwise the loss without gradients. */
  @Override
  public double computeScore(
      double networkRegularization, boolean training, LayerWorkspaceMgr workspaces) {
    if (!training) {
      score = meanOfCounted(losses(batch()), batch());
    }
    return score + networkRegularization;
  }

  /** Mean loss of each example, [batch, 1]. */
  @Override
  public INDArray computeScoreForExamples(
      double networkRegularization, LayerWorkspaceMgr workspaces) {
    TrainingBatch batch = batch();
    double[] scores = new double[batch.batch()];
    for (int row = 0; row < scores.length; row++) {
      TrainingBatch example = TokenArrays.row(batch, row);
      scores[row] = meanOfCounted(losses(example), example) + networkRegularization;
    }
    return HostArrays.reals(dataType, scores, scores.length, 1);
  }

  private double[] losses(TrainingBatch batch) {
    step().loadParameters(params());
    return step().losses(batch, randomness());
  }

  private double meanOfCounted(double[] losses, TrainingBatch batch) {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    long counted = TokenArrays.counted(batch, layerConf().runConfig().model().causal());
    return counted == 0 ? 0 : sum / counted;
  }

  /** Logits of all positions, [batch * length, vocabularySize]. */
  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    TrainingBatch batch = batch();
    step().loadParameters(params());
    INDArray logits = HostArrays.zeros(dataType, input.length(), layerConf().getNOut());
    for (int row = 0; row < batch.batch(); row++) {
      double[] values = step().logits(TokenArrays.row(batch, row), 0, batch.length(), randomness());
      TokenArrays.writeRows(values, logits, (long) row * batch.length());
    }
    return workspaces.leverageTo(ArrayType.ACTIVATIONS, logits);
  }

  @Override
  @SuppressWarnings("deprecation") // of the interface
  public int numLabels() {
    return layerConf().runConfig().model().vocabularySize();
  }

  @Override
  public INDArray getLabels() {
    return labels;
  }

  @Override
  public void setLabels(INDArray labels) {
    this.labels = labels;
  }

  @Override
  public long numParams() {
    return params().length();
  }

  /** Nothing is pretrained layer by layer. */
  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  /** The head's bias is part of the one parameter. */
  @Override
  public boolean hasBias() {
    return false;
  }

  @Override
  public void clear() {
    super.clear();
    labels = null;
  }

  /** Frees the buffers; a later pass allocates them again. */
  @Override
  public void close() {
    if (local != null) {
      local.close();
      local = null;
    }
    if (step != null) {
      step.close();
      step = null;
    }
  }
}
