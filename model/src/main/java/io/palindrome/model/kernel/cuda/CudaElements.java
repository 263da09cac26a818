package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.conf.Activation;
import io.palindrome.model.kernel.CounterDropout;
import io.palindrome.model.kernel.CounterNormals;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.ElementFunction;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.RowDropout;

/** What is done to one element at a time: activations, dropout, functions, rotations. */
final class CudaElements implements AutoCloseable {
  private final Device device;
  private final Launcher launcher;
  private final DeviceScratch factors;
  private final DeviceScratch largest;
  private final CudaRotation rotation;

  CudaElements(Launcher launcher) {
    this.launcher = launcher;
    device = launcher.device();
    factors = new DeviceScratch(device);
    largest = new DeviceScratch(device);
    rotation = new CudaRotation(launcher);
  }

  /** Numbers of kinds in activation.cu. */
  private static int number(Activation activation) {
    return switch (activation) {
      case RELU -> 0;
      case GELU -> 1;
      case GELU_NEW -> 2;
      case SILU -> 3;
    };
  }

  /** Numbers of kinds in functions.cu. */
  private static int number(ElementFunction.Kind kind) {
    return switch (kind) {
      case LEAKY -> 0;
      case LOG_SLOPE_OF_LEAKY -> 1;
      case SMOOTH_LEAKY -> 2;
      case INVERSE_SMOOTH_LEAKY -> 3;
      case LOG_SLOPE_OF_SMOOTH_LEAKY -> 4;
      case BOUNDED -> 5;
      case BOUNDED_EXPONENTIAL -> 6;
      case AWAY_FROM_ZERO -> 7;
      case LOG_AWAY_FROM_ZERO -> 8;
    };
  }

  private LaunchArguments arguments(ElementFunction function) {
    double a = function.parameter();
    return launcher
        .arguments()
        .with(number(function.kind()))
        .with((float) a)
        .with((float) ((1 + a) / 2))
        .with((float) ((1 - a) / 2))
        .with((float) Math.log(a));
  }

  void map(ElementFunction function, Matrix x, Matrix y) {
    launcher.alike("mapElements", arguments(function), x, y);
  }

  void mapGradient(ElementFunction function, Matrix x, Matrix grad) {
    launcher.alike("mapGradient", arguments(function), x, grad);
  }

  /** A mask that no kernel can make is evaluated here, and its factors are copied. */
  private LaunchArguments addMask(LaunchArguments first, Dropout dropout, Matrix size) {
    if (dropout == Dropout.NONE || dropout instanceof CounterDropout) {
      CounterMask mask = CounterMask.of(dropout);
      first.with(mask.key()).with(mask.firstRow()).with(mask.stride());
      return first.with(mask.keptFrom()).with(mask.factor()).with(0L);
    }
    boolean ofRows = dropout instanceof RowDropout;
    int factorsOfRow = ofRows ? 1 : size.columns();
    float[] values = new float[Math.multiplyExact(size.rows(), factorsOfRow)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) dropout.scale(i / factorsOfRow, i % factorsOfRow);
    }
    long copied = factors.floats(values.length);
    device.write(copied, values);
    first.with(0L).with(0L).with(ofRows ? 0L : (long) size.columns());
    return first.with(0L).with(1f).with(copied);
  }

  void applyDropout(Dropout dropout, Matrix x) {
    if (dropout != Dropout.NONE && x.rows() > 0 && x.columns() > 0) {
      LaunchArguments first = addMask(launcher.arguments(), dropout, x);
      launcher.elements("applyDropout", first, Launcher.width(x), x);
    }
  }

  void activate(Activation activation, Matrix bias, Dropout dropout, Matrix h, Matrix a) {
    LaunchArguments first = launcher.arguments().with(number(activation)).with(address(bias));
    launcher.elements("activate", addMask(first, dropout, h), Launcher.width(bias), h, a);
  }

  /** The mask stands between h and the gradient, so both are handed over by hand. */
  void activateGradient(Activation activation, Matrix h, Dropout dropout, Matrix gradA) {
    LaunchArguments first = launcher.arguments().with(number(activation)).with(h);
    launcher.elements("activateGradient", addMask(first, dropout, h), Launcher.width(h), gradA);
  }

  void drawNormals(CounterNormals normals, Matrix x) {
    long count = (long) x.rows() * x.columns();
    if (count > 0) {
      LaunchArguments arguments = launcher.arguments().with(normals.key()).with(normals.first());
      arguments.with(x).with(x.rows()).with(x.columns());
      device.launch("drawNormals", launcher.over(count), arguments);
    }
  }

  void rotatePairs(double direction, int firstPosition, Matrix x) {
    rotation.rotate(direction, firstPosition, x);
  }

  /** Waits for the device. */
  double largestDifference(Matrix a, Matrix b) {
    long count = (long) a.rows() * a.columns();
    if (count == 0) {
      return 0;
    }
    LaunchShape shape = launcher.over(count);
    float[] values = new float[shape.blocks()];
    long at = largest.floats(values.length);
    LaunchArguments arguments = launcher.arguments().with(a).with(b);
    arguments.with(a.rows()).with(a.columns()).with(at);
    device.launch("largestDifferences", shape, arguments);
    device.read(at, values);
    double most = 0;
    for (float value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  @Override
  public void close() {
    factors.close();
    largest.close();
    rotation.close();
  }
}
