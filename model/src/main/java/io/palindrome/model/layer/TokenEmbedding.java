package io.palindrome.model.layer;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.kernel.RowDropout;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.PositionSlots;
import io.palindrome.model.parameter.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * Word plus position embedding, e = dropout(E[token]) + position(t) (REFORMER.md sections 1 and 2).
 * Positions are learned rows, or axial: the concatenation of rows[t div n2] and columns[t mod n2];
 * rotary positions add nothing here.
 */
public final class TokenEmbedding implements AutoCloseable {
  /** A table, the row of it that every position of the step reads, and where it writes. */
  private record Lookup(Slot table, Indices rows, int firstColumn) {}

  private final Pass pass;
  private final Lookup words;
  private final List<Lookup> positions = new ArrayList<>();
  private final Dropout wordDropout;
  private final Dropout positionDropout;

  /**
   * @param tokens [batch * length] token ids
   */
  public TokenEmbedding(ReformerConfig config, ParameterLayout layout, Pass pass, int[] tokens) {
    this.pass = pass;
    words = new Lookup(layout.wordEmbeddings(), indices(tokens), 0);
    PositionSlots slots = layout.positions();
    double probability = config.hiddenDropout();
    wordDropout = pass.randomness().dropout(Site.EMBEDDING, -1, probability);
    Dropout position = pass.randomness().dropout(Site.POSITION, -1, probability);
    if (slots instanceof PositionSlots.Learned learned) {
      positions.add(new Lookup(learned.table(), positionIndices(1, Integer.MAX_VALUE), 0));
      positionDropout = position;
    } else if (slots instanceof PositionSlots.Axial axial) {
      int n2 = config.position().axialShape().get(1);
      int d1 = config.position().axialWidths().get(0);
      positions.add(new Lookup(axial.rows(), positionIndices(n2, Integer.MAX_VALUE), 0));
      positions.add(new Lookup(axial.columns(), positionIndices(1, n2), d1));
      positionDropout = position == Dropout.NONE ? position : perColumn(position, n2);
    } else {
      positionDropout = Dropout.NONE; // rotary: attention knows the positions
    }
  }

  private Indices indices(int[] values) {
    Indices indices = pass.arena().takeIndices(Purpose.BATCH, values.length);
    indices.write(values);
    return indices;
  }

  /** (t div divisor) mod modulus for every row. */
  private Indices positionIndices(int divisor, int modulus) {
    int[] rows = new int[pass.sequences().rows()];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = pass.sequences().position(row) / divisor % modulus;
    }
    return indices(rows);
  }

  /** Axial dropout keeps or drops a whole column t mod n2 of a sequence (REFORMER.md section 2). */
  private Dropout perColumn(Dropout dropout, int n2) {
    int length = pass.sequences().length();
    return new RowDropout(
        row -> {
          long sequence = row / length;
          int position = pass.sequences().position(Math.toIntExact(row));
          return dropout.scale(sequence, position % n2);
        },
        0);
  }

  /** into = embedding of rows [first, first + into.rows()). */
  public void embed(int first, Matrix into) {
    Kernels kernels = pass.kernels();
    kernels.fill(into, 0);
    kernels.addGathered(table(words), words.rows(), first, into);
    if (wordDropout != Dropout.NONE) {
      kernels.applyDropout(wordDropout.fromRow(first), into);
    }
    if (positionDropout == Dropout.NONE) {
      addPositions(first, into);
      return;
    }
    Matrix position = pass.arena().takeZeros(into.rows(), into.columns());
    addPositions(first, position);
    kernels.applyDropout(positionDropout.fromRow(first), position);
    kernels.add(1, position, into);
    pass.arena().giveBack(position);
  }

  private void addPositions(int first, Matrix into) {
    for (Lookup lookup : positions) {
      pass.kernels().addGathered(table(lookup), lookup.rows(), first, columns(lookup, into));
    }
  }

  private Matrix table(Lookup lookup) {
    return pass.parameters().matrix(lookup.table());
  }

  private static Matrix columns(Lookup lookup, Matrix matrix) {
    int width = Math.toIntExact(lookup.table().columns());
    return matrix.columnRange(lookup.firstColumn(), width);
  }

  /** Adds to the tables' gradients from grad, dL/d e of rows [first, first + grad.rows()). */
  public void backward(int first, Matrix grad, Gradients into) {
    Dropout wordMask = wordDropout == Dropout.NONE ? wordDropout : wordDropout.fromRow(first);
    Matrix gradWord = DroppedGradient.take(pass, wordMask, grad);
    pass.kernels().addScattered(gradWord, words.rows(), first, into.matrix(words.table()));
    DroppedGradient.giveBack(pass, wordMask, gradWord);
    Dropout mask =
        positionDropout == Dropout.NONE ? positionDropout : positionDropout.fromRow(first);
    Matrix gradPosition = DroppedGradient.take(pass, mask, grad);
    for (Lookup lookup : positions) {
      Matrix table = into.matrix(lookup.table());
      pass.kernels().addScattered(columns(lookup, gradPosition), lookup.rows(), first, table);
    }
    DroppedGradient.giveBack(pass, mask, gradPosition);
  }

  @Override
  public void close() {
    pass.arena().giveBack(words.rows());
    positions.forEach(lookup -> pass.arena().giveBack(lookup.rows()));
  }
}
