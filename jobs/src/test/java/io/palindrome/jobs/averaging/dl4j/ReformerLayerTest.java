package io.palindrome.jobs.averaging.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.OptimizerKind;
import io.palindrome.conf.RunConfig;
import io.palindrome.model.parameter.ParameterInitializer;
import io.palindrome.model.parameter.TinyConfigs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.FixedSchedule;

class ReformerLayerTest {
  private static MultiLayerNetwork network(DataType type) {
    return ReformerNetwork.create(TinyNetworks.config(OptimizerKind.ADAM), type)
        .multiLayerNetwork();
  }

  /** Two sequences that count, modulo 11, by 1 and by 3. */
  private static DataSet counting() {
    int[][] tokens = new int[2][48];
    for (int i = 0; i < 48; i++) {
      tokens[0][i] = i % 11;
      tokens[1][i] = 3 * i % 11;
    }
    return new DataSet(Nd4j.createFromArray(tokens), Nd4j.createFromArray(tokens));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void learnsToCount(DataType type) {
    MultiLayerNetwork network = network(type);
    DataSet data = counting();
    network.fit(data);
    assertThat(network.score()).isCloseTo(Math.log(11), within(0.1));
    for (int i = 0; i < 60; i++) {
      network.fit(data);
    }
    assertThat(network.score()).isLessThan(1.0);
    assertThat(network.getIterationCount()).isEqualTo(61);
  }

  @Test
  void startsWithTheParametersOfTheSeed() {
    float[] expected = ParameterInitializer.initialize(TinyConfigs.axial(), 42);
    assertThat(network(DataType.FLOAT).params().reshape(expected.length).toFloatVector())
        .isEqualTo(expected);
  }

  /** Directions instead of single elements: some parameters sit at a kink of ReLU or of a hash. */
  @Test
  void gradientMatchesCentralDifferencesOfTheScore() {
    MultiLayerNetwork network = network(DataType.DOUBLE);
    DataSet data = counting();
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    INDArray gradient = network.gradient().gradient().dup().reshape(network.numParams());
    INDArray parameters = network.params();
    INDArray direction = gradient.div(gradient.norm2Number()).reshape(parameters.shape());
    double step = 1e-6;
    parameters.addi(direction.mul(step));
    network.computeGradientAndScore();
    double above = network.score();
    parameters.subi(direction.mul(2 * step));
    network.computeGradientAndScore();
    double below = network.score();
    double measured = (above - below) / (2 * step);
    assertThat(measured).isCloseTo(gradient.norm2Number().doubleValue(), within(1e-6));
  }

  @Test
  void scoreWithoutTrainingIsTheSameLoss() {
    MultiLayerNetwork network = network(DataType.DOUBLE);
    DataSet data = counting();
    double before = network.score(data);
    network.fit(data);
    assertThat(before).isCloseTo(network.score(), within(1e-12));
  }

  @Test
  void scoresEachExampleOnItsOwn() {
    MultiLayerNetwork network = network(DataType.DOUBLE);
    DataSet data = counting();
    INDArray scores = network.scoreExamples(data, false);
    assertThat(scores.shape()).containsExactly(2, 1);
    assertThat(scores.meanNumber().doubleValue()).isCloseTo(network.score(data), within(0.05));
    assertThat(scores.getDouble(0)).isNotEqualTo(scores.getDouble(1));
  }

  @Test
  void outputIsLogitsOfEveryPosition() {
    MultiLayerNetwork network = network(DataType.FLOAT);
    DataSet data = counting();
    for (int i = 0; i < 60; i++) {
      network.fit(data);
    }
    INDArray logits = network.output(data.getFeatures());
    assertThat(logits.shape()).containsExactly(96, 11);
    int[] predicted = ReformerNetwork.of(network).layer().predict(data.getFeatures());
    int right = 0;
    for (int i = 20; i < 47; i++) {
      right += predicted[i] == (i + 1) % 11 ? 1 : 0;
    }
    assertThat(right).isGreaterThan(20);
  }

  @Test
  void maskedPaddingChangesNothingOfTheRest() {
    MultiLayerNetwork network = network(DataType.DOUBLE);
    int[] tokens = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    INDArray exact = Nd4j.createFromArray(new int[][] {tokens});
    int[] padded = Arrays.copyOf(tokens, 13);
    int[] labels = padded.clone();
    Arrays.fill(labels, 10, 13, -100);
    int[] mask = new int[13];
    Arrays.fill(mask, 0, 10, 1);
    DataSet withPadding =
        new DataSet(
            Nd4j.createFromArray(new int[][] {padded}),
            Nd4j.createFromArray(new int[][] {labels}),
            Nd4j.createFromArray(new int[][] {mask}),
            null);
    assertThat(network.score(withPadding))
        .isCloseTo(network.score(new DataSet(exact, exact)), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void configurationSurvivesJson(OptimizerKind kind) {
    RunConfig config = TinyNetworks.config(kind);
    MultiLayerConfiguration configuration = ReformerNetwork.configuration(config, DataType.FLOAT);
    String json = configuration.toJson();
    MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(json);
    assertThat(read).isEqualTo(configuration);
    assertThat(((ReformerLayerConf) read.getConf(0).getLayer()).runConfig()).isEqualTo(config);
    assertThat(ReformerNetwork.fromJson(json).parameters().length())
        .isEqualTo(network(DataType.FLOAT).numParams());
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void savedNetworkContinuesWithTheSameBits(OptimizerKind kind) throws IOException {
    MultiLayerNetwork network =
        ReformerNetwork.create(TinyNetworks.config(kind), DataType.FLOAT).multiLayerNetwork();
    DataSet data = counting();
    network.fit(data);
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, zip, true);
    MultiLayerNetwork read =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip.toByteArray()), true);
    network.fit(data);
    read.fit(data);
    assertThat(read.params().reshape(read.numParams()))
        .isEqualTo(network.params().reshape(network.numParams()));
    assertThat(read.getIterationCount()).isEqualTo(2);
  }

  @Test
  void refusesToBeFittedAlone() {
    ReformerLayer layer = ReformerNetwork.of(network(DataType.FLOAT)).layer();
    assertThatThrownBy(() -> layer.fit(counting()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "Cannot fit the layer alone: its optimizer belongs to the network; call"
                + " MultiLayerNetwork.fit");
  }

  @Test
  void refusesASchedulesOfDeeplearning4j() {
    ScheduledOptimizer optimizer = new ScheduledOptimizer(TinyNetworks.config(OptimizerKind.ADAMW));
    assertThatThrownBy(() -> optimizer.setLrAndSchedule(0.1, new FixedSchedule(0.1)))
        .hasMessage(
            "schedule must be null, but is FixedSchedule; train.optimizer.schedule,"
                + " warmup-steps and final-fraction shape the rate");
    optimizer.setLrAndSchedule(0.5, null);
    assertThat(optimizer.getLearningRate(100, 0)).isCloseTo(0.05, within(1e-12));
  }

  @Test
  void rejectsAModelWithoutVocabulary() {
    RunConfig config = RunConfig.DEFAULT;
    assertThatThrownBy(() -> ReformerNetwork.create(config, DataType.FLOAT))
        .hasMessage("model.vocabulary-size must be positive, but is 0");
  }
}
