package io.palindrome.model.convolution;

import io.palindrome.conf.Activation;
import io.palindrome.model.parameter.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the chains of a network together; their slots lie in the order of the calls. */
final class ChainWriter {
  private final NetworkShape shape;
  private final NetworkSlots slots = new NetworkSlots();

  ChainWriter(NetworkShape shape) {
    this.shape = shape;
  }

  NetworkSlots slots() {
    return slots;
  }

  /** The first convolution, 3x3; it needs no output on the way back, which blocks overwrite. */
  Chain stem(int channels) {
    return new Chain(shape.images(), List.of(convolution("stem", shape.images(), channels, 3, 1)));
  }

  /** A residual branch, from images to images of the same shape. */
  Chain branch(String name, ImageShape images, int inner) {
    List<Transform> transforms = new ArrayList<>();
    List<Integer> kernels = shape.kind().kernels();
    ImageShape at = images;
    for (int i = 0; i < kernels.size(); i++) {
      int out = i == kernels.size() - 1 ? images.channels() : inner;
      String unit = name + "." + i;
      addUnit(transforms, unit, at, convolution(unit, at, out, kernels.get(i), 1));
      at = images.withChannels(out);
    }
    return new Chain(images, transforms);
  }

  /** A 3x3 convolution of stride 2. */
  Chain downSampling(String name, ImageShape images, int channels) {
    List<Transform> transforms = new ArrayList<>();
    addUnit(transforms, name, images, convolution(name, images, channels, 3, 2));
    return new Chain(images, transforms);
  }

  PooledClassifier head(ImageShape images) {
    List<Transform> transforms =
        List.of(slots.norm("head.norm", images.channels()), new Activate(activation()));
    return new PooledClassifier(
        new Chain(images, transforms), slots.dense("head", shape.classes(), images.channels()));
  }

  private Activation activation() {
    return shape.activation();
  }

  private void addUnit(
      List<Transform> transforms, String name, ImageShape images, Transform convolution) {
    transforms.add(slots.norm(name + ".norm", images.channels()));
    transforms.add(new Activate(activation()));
    transforms.add(convolution);
  }

  private Convolution convolution(
      String name, ImageShape images, int channels, int kernel, int stride) {
    Slot weight = slots.weight(name, channels, kernel * kernel * images.channels());
    return new Convolution(images.window(kernel, stride, kernel / 2), weight, Optional.empty());
  }
}
