package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.ImageWindow;
import io.palindrome.model.kernel.Matrix;
import java.util.Arrays;

/**
 * Patches of images: rows are copied, a line of output pixels in one task. Folding gathers for
 * every input pixel what its readers hold, so that no two threads add to one place.
 */
final class HostImages {
  private final WorkerPool workers;

  HostImages(WorkerPool workers) {
    this.workers = workers;
  }

  void unfold(ImageWindow window, Matrix x, Matrix patches) {
    float[] from = HostStorage.of(x);
    float[] to = HostStorage.of(patches);
    int columns = x.columns();
    int width = window.outputWidth();
    workers.forEach(
        patches.rows() / width,
        line -> {
          for (int tap = 0; tap < window.taps(); tap++) {
            for (int row = line * width; row < (line + 1) * width; row++) {
              int target = HostStorage.at(patches, row) + tap * columns;
              int source = window.source(row, tap);
              if (source == ImageWindow.OUTSIDE) {
                Arrays.fill(to, target, target + columns, 0);
              } else {
                System.arraycopy(from, HostStorage.at(x, source), to, target, columns);
              }
            }
          }
        });
  }

  void addFolded(ImageWindow window, Matrix patches, Matrix into) {
    float[] from = HostStorage.of(patches);
    float[] to = HostStorage.of(into);
    int columns = into.columns();
    int width = window.width();
    workers.forEach(
        into.rows() / width,
        line -> {
          for (int tap = 0; tap < window.taps(); tap++) {
            for (int row = line * width; row < (line + 1) * width; row++) {
              int reader = window.reader(row, tap);
              if (reader != ImageWindow.OUTSIDE) {
                int source = HostStorage.at(patches, reader) + tap * columns;
                RowOperations.add(1, from, source, to, HostStorage.at(into, row), columns);
              }
            }
          }
        });
  }
}
