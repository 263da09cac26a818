package io.palindrome.model.check;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.TokenEmbedding;
import java.util.List;

/** The embedding of all rows, in two pieces, weighted by random numbers. */
final class EmbeddingFunction implements GradientCheck.Differentiable {
  private static final int FIRST_PIECE = 7;

  private final TinyNetwork network;
  private final Matrix weights;

  EmbeddingFunction(TinyNetwork network) {
    this.network = network;
    weights = network.stream(41);
  }

  @Override
  public List<GradientCheck.Variable> variables() {
    return List.of(network.parameters());
  }

  private TokenEmbedding embedding() {
    return new TokenEmbedding(network.config(), network.layout(), network.pass(), network.tokens());
  }

  @Override
  public double loss() {
    try (TokenEmbedding embedding = embedding()) {
      Matrix all = network.stream(42);
      embedding.embed(0, all.firstRows(FIRST_PIECE));
      embedding.embed(FIRST_PIECE, rest(all));
      return GradientCheck.dot(weights, all);
    }
  }

  private static Matrix rest(Matrix all) {
    return all.rowRange(FIRST_PIECE, all.rows() - FIRST_PIECE);
  }

  @Override
  public void differentiate() {
    network.pass().kernels().fill(network.parameters().gradient(), 0);
    try (TokenEmbedding embedding = embedding()) {
      embedding.backward(0, weights.firstRows(FIRST_PIECE), network.gradients());
      embedding.backward(FIRST_PIECE, rest(weights), network.gradients());
    }
  }
}
