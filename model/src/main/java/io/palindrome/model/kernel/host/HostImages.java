package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.ImageWindow;
import io.palindrome.model.kernel.Matrix;
import java.util.Arrays;

/**
 * Patches of images: rows are copied, a line of output pixels in one task. Folding gathers for
 * every input pixel what its readers hold, so that no two threads add to one place. Where a window
 * lies is computed once for a line of pixels: with few channels that took longer than the copies.
 */
final class HostImages {
  private final WorkerPool workers;

  HostImages(WorkerPool workers) {
    this.workers = workers;
  }

  void unfold(ImageWindow window, Matrix x, Matrix patches) {
    float[] to = HostStorage.of(patches);
    int width = window.outputWidth();
    int taps = window.kernel() * x.columns();
    workers.forEach(
        patches.rows() / width,
        line -> {
          int image = line / window.outputHeight();
          int top = line % window.outputHeight() * window.stride() - window.padding();
          for (int column = 0; column < width; column++) {
            int at = HostStorage.at(patches, line * width + column);
            int left = column * window.stride() - window.padding();
            for (int y = top; y < top + window.kernel(); y++) {
              if (y < 0 || y >= window.height()) {
                Arrays.fill(to, at, at + taps, 0);
              } else {
                copyLine(window, x, (image * window.height() + y) * window.width(), left, to, at);
              }
              at += taps;
            }
          }
        });
  }

  /** One line of a window, whose first tap reads pixel {@code left} of the line at a row of x. */
  private static void copyLine(
      ImageWindow window, Matrix x, int firstRow, int left, float[] to, int at) {
    int columns = x.columns();
    int from = Math.max(0, -left);
    int until = Math.min(window.kernel(), window.width() - left);
    int copied = Math.max(from, until);
    Arrays.fill(to, at, at + Math.min(from, window.kernel()) * columns, 0);
    float[] values = HostStorage.of(x);
    if (x.stride() == columns && until > from) {
      int source = HostStorage.at(x, firstRow + left + from);
      System.arraycopy(values, source, to, at + from * columns, (until - from) * columns);
    } else {
      for (int tap = from; tap < until; tap++) {
        int source = HostStorage.at(x, firstRow + left + tap);
        System.arraycopy(values, source, to, at + tap * columns, columns);
      }
    }
    if (copied < window.kernel()) {
      Arrays.fill(to, at + copied * columns, at + window.kernel() * columns, 0);
    }
  }

  void addFolded(ImageWindow window, Matrix patches, Matrix into) {
    workers.forEach(
        into.rows() / window.width(),
        line -> {
          int image = line / window.height();
          for (int ky = 0; ky < window.kernel(); ky++) {
            int y = reader(line % window.height(), ky, window, window.outputHeight());
            if (y != ImageWindow.OUTSIDE) {
              int firstReader = (image * window.outputHeight() + y) * window.outputWidth();
              int tap = ky * window.kernel();
              addLine(window, patches, firstReader, tap, into, line * window.width());
            }
          }
        });
  }

  /** Adds to a line of pixels what one line of output pixels holds for them. */
  private static void addLine(
      ImageWindow window, Matrix patches, int firstReader, int firstTap, Matrix into, int row) {
    float[] from = HostStorage.of(patches);
    float[] to = HostStorage.of(into);
    int columns = into.columns();
    for (int i = 0; i < window.width(); i++) {
      int target = HostStorage.at(into, row + i);
      for (int kx = 0; kx < window.kernel(); kx++) {
        int reader = reader(i, kx, window, window.outputWidth());
        if (reader != ImageWindow.OUTSIDE) {
          int source = HostStorage.at(patches, firstReader + reader) + (firstTap + kx) * columns;
          RowOperations.add(1, from, source, to, target, columns);
        }
      }
    }
  }

  /** The output place that reads place {@code at} with a tap, along one axis. */
  private static int reader(int at, int tap, ImageWindow window, int places) {
    int shifted = at + window.padding() - tap;
    boolean read =
        shifted >= 0 && shifted % window.stride() == 0 && shifted < places * window.stride();
    return read ? shifted / window.stride() : ImageWindow.OUTSIDE;
  }
}
