package io.palindrome.model.kernel;

import java.util.ArrayList;
import java.util.List;

/** Scenarios of images: patches, and normalization over all rows. */
final class ImageScenarios {
  private static final int[] CHANNELS = {1, 3, 16, 20};

  /** Gradients of gain and bias are sums over all rows, whose terms cancel. */
  private static final double SUMS_LOOSENESS = 4;

  private final List<Scenario> all = new ArrayList<>();

  static List<Scenario> all() {
    ImageScenarios scenarios = new ImageScenarios();
    for (int channels : CHANNELS) {
      scenarios.windows(1, new ImageWindow(1, 1, 3, 1, 1), channels);
      scenarios.windows(2, new ImageWindow(5, 3, 3, 1, 1), channels);
      scenarios.windows(3, new ImageWindow(5, 6, 3, 2, 1), channels);
      scenarios.windows(1, new ImageWindow(7, 8, 5, 3, 0), channels);
      scenarios.windows(2, new ImageWindow(4, 6, 2, 2, 0), channels);
      scenarios.windows(2, new ImageWindow(3, 4, 1, 1, 0), channels);
      scenarios.windows(2, new ImageWindow(2, 3, 1, 1, 2), channels);
    }
    scenarios.windows(300, new ImageWindow(4, 4, 3, 1, 1), 20);
    for (int rows : ElementScenarios.ROWS) {
      for (int columns : ElementScenarios.COLUMNS) {
        scenarios.norms(rows, columns);
      }
    }
    scenarios.norms(ElementScenarios.LARGE_ROWS, 70);
    return scenarios.all;
  }

  private void windows(int images, ImageWindow window, int channels) {
    String place = "[%d, %d] %s".formatted(images, channels, window);
    int rows = images * window.pixels();
    int outputs = images * window.outputPixels();
    all.add(
        new Scenario(
            "unfold " + place,
            stage -> {
              Matrix patches = stage.filled(outputs, window.taps() * channels, Double.NaN);
              stage.kernels().unfold(window, stage.random(rows, channels), patches);
              stage.show(patches);
            }));
    all.add(
        new Scenario(
            "addFolded " + place,
            stage -> {
              Matrix into = stage.random(rows, channels);
              Matrix patches = stage.random(outputs, window.taps() * channels);
              stage.kernels().addFolded(window, patches, into);
              stage.show(into);
            }));
  }

  private void norms(int rows, int columns) {
    String place = " [%d, %d]".formatted(rows, columns);
    all.add(
        new Scenario(
            "columnStatistics" + place,
            stage -> {
              Matrix statistics = stage.filled(2, columns, Double.NaN);
              stage.kernels().columnStatistics(stage.random(rows, columns), statistics);
              stage.show(statistics);
            }));
    all.add(
        new Scenario(
            "columnNorm" + place,
            stage -> {
              Matrix x = stage.random(rows, columns);
              Matrix y = stage.filled(rows, columns, Double.NaN);
              stage.kernels().columnNorm(x, norm(stage, x), y);
              stage.show(y);
            }));
    all.add(
        new Scenario(
            "addColumnNormGradient" + place,
            SUMS_LOOSENESS,
            stage -> {
              Matrix x = stage.random(rows, columns);
              Matrix gradX = stage.random(rows, columns);
              ColumnNorm norm = norm(stage, x);
              NormParameters into = norm(stage, x).parameters();
              stage
                  .kernels()
                  .addColumnNormGradient(x, norm, stage.random(rows, columns), gradX, into);
              stage.show(gradX);
              stage.show(into.gain());
              stage.show(into.bias());
            }));
  }

  private static ColumnNorm norm(Stage stage, Matrix x) {
    Matrix statistics = stage.filled(2, x.columns(), 0.75);
    stage.setRow(statistics, 0, stage.random(1, x.columns()).toArray());
    NormParameters parameters =
        new NormParameters(stage.random(1, x.columns()), stage.random(1, x.columns()), 1e-2);
    return new ColumnNorm(statistics, parameters);
  }
}
