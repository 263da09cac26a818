package io.palindrome.model.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.palindrome.conf.Activation;
import io.palindrome.conf.DataException;
import io.palindrome.model.convolution.Activate;
import io.palindrome.model.convolution.BatchNorm;
import io.palindrome.model.convolution.Chain;
import io.palindrome.model.convolution.Convolution;
import io.palindrome.model.convolution.ImageShape;
import io.palindrome.model.convolution.Transform;
import io.palindrome.model.parameter.Slot;
import io.palindrome.model.parameter.SlotWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chains from the lines that PyTorch prints of its modules, with slots of PyTorch's names. */
final class FixtureChain {
  private static final Pattern CONVOLUTION =
      Pattern.compile(
          "Conv2d\\((\\d+), (\\d+), kernel_size=\\((\\d+), \\3\\), stride=\\((\\d+), \\4\\)"
              + "(?:, padding=\\((\\d+), \\5\\))?(, bias=False)?\\)");
  private static final Pattern NORM = Pattern.compile("BatchNorm2d\\((\\d+), eps=([^,]+),.*\\)");

  private final List<String> lines = new ArrayList<>();
  private final SlotWriter parameters = new SlotWriter();
  private final SlotWriter running = new SlotWriter();

  /**
   * @param layers one line for every module of the chain
   */
  FixtureChain(JsonNode layers) {
    layers.forEach(line -> lines.add(line.asText()));
  }

  /** Another chain of these modules, its slots named {@code prefix.index.weight} and so on. */
  Chain next(String prefix, ImageShape input) {
    List<Transform> transforms = new ArrayList<>();
    ImageShape shape = input;
    for (int i = 0; i < lines.size(); i++) {
      Transform transform = transform(prefix + "." + i, lines.get(i), shape);
      shape = transform.output(shape);
      transforms.add(transform);
    }
    return new Chain(input, transforms);
  }

  private Transform transform(String name, String line, ImageShape shape) {
    Matcher convolution = CONVOLUTION.matcher(line);
    if (convolution.matches()) {
      return convolution(name, convolution, shape);
    }
    Matcher norm = NORM.matcher(line);
    if (norm.matches()) {
      long channels = Long.parseLong(norm.group(1));
      double epsilon = Double.parseDouble(norm.group(2));
      return new BatchNorm(
          parameters.norm(name, channels), running.add(name, 2, channels), epsilon);
    }
    if (line.startsWith("ReLU(")) {
      return new Activate(Activation.RELU);
    }
    throw new DataException("not supported yet: a fixture with " + line);
  }

  private Transform convolution(String name, Matcher matcher, ImageShape shape) {
    int in = Integer.parseInt(matcher.group(1));
    int out = Integer.parseInt(matcher.group(2));
    int kernel = Integer.parseInt(matcher.group(3));
    int padding = matcher.group(5) == null ? 0 : Integer.parseInt(matcher.group(5));
    int stride = Integer.parseInt(matcher.group(4));
    Slot weight = parameters.add(name + ".weight", out, (long) kernel * kernel * in);
    boolean biased = matcher.group(6) == null;
    return new Convolution(
        shape.window(kernel, stride, padding),
        weight,
        biased ? Optional.of(parameters.add(name + ".bias", out)) : Optional.empty());
  }

  List<Slot> parameters() {
    return parameters.slots();
  }

  List<Slot> running() {
    return running.slots();
  }

  /** PyTorch's weight [out, in, kernel, kernel] as ours, [out, kernel * kernel * in]. */
  static double[] ours(Fixture.Tensor tensor) {
    if (tensor.shape().size() != 4) {
      return tensor.values();
    }
    int in = tensor.shape().get(1);
    int taps = tensor.shape().get(2) * tensor.shape().get(3);
    double[] moved = new double[tensor.values().length];
    for (int i = 0; i < moved.length; i++) {
      int out = i / (in * taps);
      int channel = i / taps % in;
      moved[(out * taps + i % taps) * in + channel] = tensor.values()[i];
    }
    return moved;
  }
}
