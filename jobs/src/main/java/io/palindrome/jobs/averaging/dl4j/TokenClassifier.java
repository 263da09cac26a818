package io.palindrome.jobs.averaging.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * What Deeplearning4j's classifier interface means for a language model: the class of a position is
 * its most likely token.
 */
interface TokenClassifier extends IOutputLayer {
  /** Logits of all positions, [batch * length, vocabularySize]. */
  private INDArray logits(INDArray examples) {
    return activate(examples, false, LayerWorkspaceMgr.noWorkspaces());
  }

  /** Tokens the model knows. */
  @Override
  @SuppressWarnings("deprecation") // of the interface
  int numLabels();

  @Override
  default boolean needsLabels() {
    return true;
  }

  /** The most likely token of each position, row by row. */
  @Override
  default int[] predict(INDArray examples) {
    return logits(examples).argMax(1).toIntVector();
  }

  /** The same as decimal token ids. */
  @Override
  default List<String> predict(DataSet dataSet) {
    List<String> names = new ArrayList<>();
    for (int token : predict(dataSet.getFeatures())) {
      names.add(Integer.toString(token));
    }
    return names;
  }

  @Override
  default double f1Score(DataSet data) {
    return f1Score(data.getFeatures(), data.getLabels());
  }

  /**
   * Share of the scored labels that are the most likely token: with one class a position, the
   * micro-averaged F1. Labels here stand where their position is, as in a model that is not causal.
   */
  @Override
  default double f1Score(INDArray examples, INDArray labels) {
    int[] predicted = predict(examples);
    int[] expected = TokenArrays.read(labels);
    long counted = 0;
    long right = 0;
    for (int i = 0; i < expected.length; i++) {
      counted += expected[i] >= 0 ? 1 : 0;
      right += expected[i] >= 0 && expected[i] == predicted[i] ? 1 : 0;
    }
    return counted == 0 ? 0 : (double) right / counted;
  }

  @Override
  default void fit(DataSetIterator iterator) {
    throw fittedByNetwork();
  }

  @Override
  default void fit(INDArray examples, INDArray labels) {
    throw fittedByNetwork();
  }

  @Override
  default void fit(DataSet data) {
    throw fittedByNetwork();
  }

  @Override
  default void fit(INDArray examples, int[] labels) {
    throw fittedByNetwork();
  }

  /** A layer has no optimizer of its own, and the network never asks it to fit. */
  private static UnsupportedOperationException fittedByNetwork() {
    return new UnsupportedOperationException(
        "Cannot fit the layer alone: its optimizer belongs to the network; call"
            + " MultiLayerNetwork.fit");
  }
}
