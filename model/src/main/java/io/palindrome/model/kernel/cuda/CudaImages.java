package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.model.kernel.ImageWindow;
import io.palindrome.model.kernel.Matrix;
import java.util.ArrayList;
import java.util.List;

/** Patches of images, and back. */
final class CudaImages {
  private final Launcher launcher;

  CudaImages(Launcher launcher) {
    this.launcher = launcher;
  }

  void unfold(ImageWindow window, Matrix x, Matrix patches) {
    launch("unfold", window, x, x.columns(), patches);
  }

  void addFolded(ImageWindow window, Matrix patches, Matrix into) {
    launch("addFolded", window, patches, into.columns(), into);
  }

  private void launch(String kernel, ImageWindow window, Matrix from, int channels, Matrix to) {
    long count = (long) to.rows() * to.columns();
    if (count == 0) {
      return;
    }
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                window.height(),
                window.width(),
                window.kernel(),
                window.stride(),
                window.padding(),
                window.outputHeight(),
                window.outputWidth()));
    arguments.addAll(List.of(address(from), from.stride(), channels));
    arguments.addAll(List.of(address(to), to.stride(), to.rows()));
    launcher.device().launch(kernel, launcher.over(count), arguments.toArray());
  }
}
