package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.conf.Activation;
import io.palindrome.model.kernel.CounterDropout;
import io.palindrome.model.kernel.CounterNormals;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.ElementFunction;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.RowDropout;
import java.util.ArrayList;
import java.util.List;

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

  private static List<Object> arguments(ElementFunction function) {
    double a = function.parameter();
    return List.of(
        number(function.kind()),
        (float) a,
        (float) ((1 + a) / 2),
        (float) ((1 - a) / 2),
        (float) Math.log(a));
  }

  void map(ElementFunction function, Matrix x, Matrix y) {
    launcher.alike("mapElements", arguments(function), x, y);
  }

  void mapGradient(ElementFunction function, Matrix x, Matrix grad) {
    launcher.alike("mapGradient", arguments(function), x, grad);
  }

  /** A mask that no kernel can make is evaluated here, and its factors are copied. */
  private List<Object> mask(Dropout dropout, Matrix size) {
    if (dropout == Dropout.NONE || dropout instanceof CounterDropout) {
      CounterMask mask = CounterMask.of(dropout);
      return List.of(
          mask.key(), mask.firstRow(), mask.stride(), mask.keptFrom(), mask.factor(), 0L);
    }
    boolean ofRows = dropout instanceof RowDropout;
    int factorsOfRow = ofRows ? 1 : size.columns();
    float[] values = new float[Math.multiplyExact(size.rows(), factorsOfRow)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) dropout.scale(i / factorsOfRow, i % factorsOfRow);
    }
    long copied = factors.floats(values.length);
    device.write(copied, values);
    return List.of(0L, 0L, ofRows ? 0L : (long) size.columns(), 0L, 1f, copied);
  }

  void applyDropout(Dropout dropout, Matrix x) {
    if (dropout != Dropout.NONE && x.rows() > 0 && x.columns() > 0) {
      launcher.elements("applyDropout", mask(dropout, x), List.of(), x);
    }
  }

  void activate(Activation activation, Matrix bias, Dropout dropout, Matrix h, Matrix a) {
    List<Object> first = new ArrayList<>(List.of(number(activation), address(bias)));
    first.addAll(mask(dropout, h));
    launcher.elements("activate", first, List.of(bias), h, a);
  }

  /** The mask stands between h and the gradient, so both are handed over by hand. */
  void activateGradient(Activation activation, Matrix h, Dropout dropout, Matrix gradA) {
    List<Object> first = new ArrayList<>(List.of(number(activation), address(h), h.stride()));
    first.addAll(mask(dropout, h));
    launcher.elements("activateGradient", first, List.of(h), gradA);
  }

  void drawNormals(CounterNormals normals, Matrix x) {
    long count = (long) x.rows() * x.columns();
    if (count > 0) {
      Object[] arguments = {
        normals.key(), normals.first(), address(x), x.stride(), x.rows(), x.columns()
      };
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
    Object[] arguments = {
      address(a), a.stride(), address(b), b.stride(), a.rows(), a.columns(), at
    };
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
