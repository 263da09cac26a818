package io.palindrome.model.kernel;

import io.palindrome.conf.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Scenarios of the element-wise and row-wise operations, over odd sizes. */
final class ElementScenarios {
  static final int[] ROWS = {1, 3, 17, 65, 130};
  static final int[] COLUMNS = {1, 5, 16, 33, 64, 100};

  /** Enough rows to be shared out between threads. */
  static final int LARGE_ROWS = 1100;

  /** A sum of more float32 numbers than this depends on their order by more than the tolerance. */
  private static final int SUMMED = 256;

  /** Deviation that reaches the tails of every activation. */
  private static final double WIDE = 4;

  private interface Sized {
    void play(Stage stage, int rows, int columns);
  }

  private final List<Scenario> all = new ArrayList<>();

  static List<Scenario> all() {
    ElementScenarios scenarios = new ElementScenarios();
    scenarios.linear();
    scenarios.rows();
    scenarios.activations();
    scenarios.functions();
    scenarios.norms();
    scenarios.loss();
    scenarios.optimizers();
    scenarios.transfers();
    return scenarios.all;
  }

  private void add(String name, Sized sized) {
    for (int rows : ROWS) {
      for (int columns : COLUMNS) {
        add(name, rows, columns, sized);
      }
    }
    add(name, LARGE_ROWS, 70, sized);
  }

  /** Kinds of one operation, which differ in their formula only. */
  private void addFew(String name, Sized sized) {
    add(name, 1, 1, sized);
    add(name, 17, 33, sized);
    add(name, LARGE_ROWS, 70, sized);
  }

  private void add(String name, int rows, int columns, Sized sized) {
    all.add(
        new Scenario(
            "%s [%d, %d]".formatted(name, rows, columns),
            Math.max(1, rows / SUMMED),
            stage -> sized.play(stage, rows, columns)));
  }

  private void linear() {
    add(
        "fill",
        (stage, rows, columns) -> {
          Matrix x = stage.filled(rows, columns, Double.NaN);
          stage.kernels().fill(x, 2.5);
          stage.show(x);
        });
    add(
        "copy",
        (stage, rows, columns) -> {
          Matrix to = stage.filled(rows, columns, Double.NaN);
          stage.kernels().copy(stage.random(rows, columns), to);
          stage.show(to);
        });
    for (double scale : new double[] {1, -1, 0.5}) {
      add(
          "add x " + scale,
          (stage, rows, columns) -> {
            Matrix into = stage.random(rows, columns);
            stage.kernels().add(scale, stage.random(rows, columns), into);
            stage.show(into);
          });
    }
    add(
        "multiplyElements",
        (stage, rows, columns) -> {
          Matrix product = stage.filled(rows, columns, Double.NaN);
          Matrix x = stage.random(rows, columns);
          Matrix y = stage.random(rows, columns);
          stage.kernels().multiplyElements(x, y, product);
          stage.show(product);
          stage.kernels().multiplyElements(x, product, x);
          stage.show(x);
          stage.kernels().multiplyElements(product, y, y);
          stage.show(y);
        });
    for (int position : new int[] {0, 1000, 1_200_000}) {
      add(
          "rotatePairs from " + position,
          (stage, rows, columns) -> {
            Matrix x = stage.random(rows, columns);
            stage.kernels().rotatePairs(1, position, x);
            stage.show(x);
            stage.kernels().rotatePairs(-1, position + 7, x);
            stage.show(x);
          });
    }
    add(
        "addBias",
        (stage, rows, columns) -> {
          Matrix into = stage.random(rows, columns);
          stage.kernels().addBias(-0.5, stage.random(1, columns), into);
          stage.show(into);
        });
    add(
        "addColumnSums",
        (stage, rows, columns) -> {
          Matrix into = stage.random(1, columns);
          stage.kernels().addColumnSums(stage.random(rows, columns), into);
          stage.show(into);
        });
    add(
        "drawNormals",
        (stage, rows, columns) -> {
          Matrix x = stage.filled(rows, columns, Double.NaN);
          stage.kernels().drawNormals(new CounterNormals(-77L * rows, (1L << 33) + columns), x);
          stage.show(x);
        });
    add(
        "largestDifference",
        (stage, rows, columns) -> {
          Matrix a = stage.random(rows, columns);
          stage.show(stage.kernels().largestDifference(a, stage.random(rows, columns)));
          stage.show(stage.kernels().largestDifference(a, a));
        });
    add(
        "largestDifference of NaN",
        (stage, rows, columns) -> {
          Matrix a = stage.random(rows, columns);
          Matrix b = stage.random(rows, columns);
          b.storage().write(b.offset() + columns - 1, Double.NaN);
          stage.show(stage.kernels().largestDifference(a, b));
        });
    add(
        "applyDropout",
        (stage, rows, columns) -> {
          Matrix x = stage.random(rows, columns);
          stage.kernels().applyDropout(stage.dropout().fromRow(11), x);
          stage.kernels().applyDropout(stage.otherDropout().fromRow(2), x);
          stage.kernels().applyDropout(stage.rowDropout().fromRow(3), x);
          stage.kernels().applyDropout(Dropout.NONE, x);
          stage.show(x);
        });
  }

  private void rows() {
    add(
        "addGathered",
        (stage, rows, columns) -> {
          Matrix into = stage.random(rows, columns);
          Indices which = stage.indices(stage.integers(rows + 2, 7));
          stage.kernels().addGathered(stage.random(7, columns), which, 2, into);
          stage.show(into);
        });
    for (int tableRows : new int[] {1, 7, 1000}) {
      add(
          "addScattered to " + tableRows,
          (stage, rows, columns) -> {
            Matrix table = stage.random(tableRows, columns);
            Indices which = stage.indices(stage.integers(rows + 2, tableRows));
            stage.kernels().addScattered(stage.random(rows, columns), which, 2, table);
            stage.show(table);
          });
    }
    add(
        "countingSort",
        (stage, rows, columns) -> {
          Indices keys = stage.indices(stage.integers(rows * columns, columns));
          Indices order = stage.indices(new int[rows * columns]);
          stage.kernels().countingSort(keys, columns, order);
          stage.show(order);
        });
    for (int total : new int[] {2, 300, PackedBuckets.MOST}) {
      add(
          "packBuckets, unpackBuckets of " + total,
          (stage, rows, columns) -> {
            int[] values = stage.integers(rows * columns, total);
            Arrays.setAll(values, entry -> values[entry] + entry / columns * total);
            Indices packed = stage.indices(new int[PackedBuckets.words(values.length)]);
            stage.kernels().packBuckets(stage.indices(values), columns, total, packed);
            stage.show(packed);
            Indices again = stage.indices(new int[values.length]);
            stage.kernels().unpackBuckets(packed, columns, total, again);
            stage.show(again);
          });
    }
    add(
        "copyIndices",
        (stage, rows, columns) -> {
          Indices to = stage.indices(new int[rows * columns]);
          int[] values = stage.integers(rows * columns, 100);
          stage.kernels().copyIndices(stage.indices(values), to);
          stage.show(to);
        });
    add(
        "numberChunks",
        (stage, rows, columns) -> {
          int[] order = new int[rows * columns];
          CountingSort.sort(stage.integers(order.length, columns), columns, order);
          Indices chunks = stage.indices(new int[order.length]);
          stage.kernels().numberChunks(stage.indices(order), columns, chunks);
          stage.show(chunks);
        });
  }

  private void activations() {
    for (Activation activation : Activation.values()) {
      add(
          "activate " + activation,
          (stage, rows, columns) -> {
            Matrix h = stage.random(rows, columns, WIDE);
            Matrix a = stage.filled(rows, columns, Double.NaN);
            Matrix bias = stage.random(1, columns);
            stage.kernels().activate(activation, bias, stage.dropout().fromRow(5), h, a);
            stage.show(h);
            stage.show(a);
          });
      add(
          "activateGradient " + activation,
          (stage, rows, columns) -> {
            Matrix h = stage.random(rows, columns, WIDE);
            Matrix grad = stage.random(rows, columns);
            stage.kernels().activateGradient(activation, h, stage.dropout(), grad);
            stage.show(h);
            stage.show(grad);
          });
      add(
          "activate in place " + activation,
          17,
          33,
          (stage, rows, columns) -> {
            Matrix h = stage.random(rows, columns);
            stage.kernels().activate(activation, stage.random(1, columns), Dropout.NONE, h, h);
            stage.show(h);
          });
    }
  }

  private void functions() {
    for (ElementFunction.Kind kind : ElementFunction.Kind.values()) {
      ElementFunction function = kind.with(0.4);
      addFew(
          "map " + kind,
          (stage, rows, columns) -> {
            Matrix x = stage.random(rows, columns, WIDE);
            Matrix y = stage.filled(rows, columns, Double.NaN);
            stage.kernels().map(function, x, y);
            stage.show(x);
            stage.show(y);
            stage.kernels().map(function, x, x);
            stage.show(x);
          });
      addFew(
          "mapGradient " + kind,
          (stage, rows, columns) -> {
            Matrix x = stage.random(rows, columns, WIDE);
            Matrix grad = stage.random(rows, columns);
            stage.kernels().mapGradient(function, x, grad);
            stage.show(x);
            stage.show(grad);
          });
    }
    add(
        "divideElements",
        (stage, rows, columns) -> {
          Matrix into = stage.random(rows, columns);
          Matrix divisor = stage.random(rows, columns);
          stage.kernels().map(ElementFunction.Kind.AWAY_FROM_ZERO.with(0.5), divisor, divisor);
          stage.kernels().divideElements(divisor, into);
          stage.show(into);
        });
  }

  private void norms() {
    add(
        "layerNorm",
        (stage, rows, columns) -> {
          Matrix y = stage.filled(rows, columns, Double.NaN);
          stage.kernels().layerNorm(stage.random(rows, columns), norm(stage, columns), y);
          stage.show(y);
        });
    add(
        "layerNorm of one value",
        (stage, rows, columns) -> {
          Matrix y = stage.filled(rows, columns, Double.NaN);
          stage.kernels().layerNorm(stage.filled(rows, columns, 3), norm(stage, columns), y);
          stage.show(y);
        });
    add(
        "addLayerNormGradient",
        (stage, rows, columns) -> {
          Matrix x = stage.random(rows, columns);
          Matrix gradX = stage.random(rows, columns);
          NormParameters norm = norm(stage, columns);
          NormParameters into = norm(stage, columns);
          stage.kernels().addLayerNormGradient(x, norm, stage.random(rows, columns), gradX, into);
          stage.show(gradX);
          stage.show(into.gain());
          stage.show(into.bias());
        });
  }

  private static NormParameters norm(Stage stage, int columns) {
    return new NormParameters(stage.random(1, columns), stage.random(1, columns), 1e-2);
  }

  private void loss() {
    for (double deviation : new double[] {1, 50}) {
      add(
          "crossEntropy deviation %.0f".formatted(deviation),
          (stage, rows, columns) -> {
            int[] labels = stage.integers(rows + 2, columns);
            for (int i = 0; i < labels.length; i += 3) {
              labels[i] = -100;
            }
            Matrix logits = stage.random(rows, columns, deviation);
            Matrix losses = stage.filled(rows, 1, Double.NaN);
            stage.kernels().crossEntropy(logits, stage.indices(labels), 2, 0.125, losses);
            stage.show(logits);
            stage.show(losses);
          });
    }
  }

  private void optimizers() {
    add(
        "sumOfSquares",
        (stage, rows, columns) ->
            stage.show(stage.kernels().sumOfSquares(stage.random(rows, columns))));
    add(
        "sumOfElements",
        (stage, rows, columns) ->
            stage.show(stage.kernels().sumOfElements(stage.random(rows, columns))));
    add(
        "momentumStep",
        (stage, rows, columns) -> {
          Matrix gradients = stage.random(rows, columns);
          Matrix buffer = stage.random(rows, columns);
          Matrix parameters = stage.random(rows, columns);
          MomentumStep step = new MomentumStep(0.9, 0.3, 0.05, 0.02);
          stage.kernels().momentumStep(step, gradients, buffer, parameters);
          stage.kernels().momentumStep(step, gradients, buffer, parameters);
          List.of(gradients, buffer, parameters).forEach(stage::show);
        });
    adafactor();
    AdamStep first = AdamStep.at(1, 1e-2, 0.9, 0.999, 1e-8);
    AdamStep later = AdamStep.at(1000, 1e-2, 0.9, 0.98, 1e-6).scaled(0.3).decaying(0.125);
    add(
        "adamStep",
        (stage, rows, columns) -> {
          Matrix gradients = stage.random(rows, columns);
          Matrix means = stage.filled(rows, columns, 0);
          Matrix squares = stage.filled(rows, columns, 0);
          Matrix parameters = stage.random(rows, columns);
          stage.kernels().adamStep(first, gradients, means, squares, parameters);
          stage.kernels().adamStep(later, gradients, means, squares, parameters);
          List.of(gradients, means, squares, parameters).forEach(stage::show);
        });
  }

  /** With and without moments of rows; two steps, clipped by themselves and not. */
  private void adafactor() {
    add(
        "adafactorStep",
        (stage, rows, columns) -> {
          Matrix gradients = stage.random(rows, columns);
          stage.setRow(gradients, rows / 2, new double[columns]);
          Matrix ofRows = stage.filled(1, rows, 0);
          Matrix ofColumns = stage.filled(1, columns, 0);
          Matrix parameters = stage.random(rows, columns);
          for (int step = 1; step <= 2; step++) {
            AdafactorStep size = AdafactorStep.at(step, 0.1, 0.3);
            stage.kernels().adafactorStep(size, gradients, ofRows, ofColumns, parameters);
          }
          List.of(gradients, ofRows, ofColumns, parameters).forEach(stage::show);
        });
    add(
        "adafactorStep of single moments",
        (stage, rows, columns) -> {
          Matrix gradients = stage.random(1, rows * columns);
          Matrix moments = stage.filled(1, rows * columns, 1e-3);
          Matrix parameters = stage.random(1, rows * columns);
          AdafactorStep size = AdafactorStep.at(7, 0.1, 2);
          stage.kernels().adafactorStep(size, gradients, null, moments, parameters);
          List.of(gradients, moments, parameters).forEach(stage::show);
        });
  }

  private void transfers() {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      add(
          "load and store " + type,
          (stage, rows, columns) -> {
            Matrix source = stage.random(rows, columns);
            INDArray array = Nd4j.createFromArray(source.toArray()).castTo(type);
            Storage storage = stage.kernels().allocate(array.length());
            stage.kernels().load(array.reshape(1, array.length()), storage);
            stage.show(storage.read(0, (int) array.length()));
            INDArray back = Nd4j.create(type, rows, columns);
            stage.kernels().store(storage, back);
            stage.show(back.reshape(array.length()).castTo(DataType.DOUBLE).toDoubleVector());
            storage.close();
          });
    }
  }
}
