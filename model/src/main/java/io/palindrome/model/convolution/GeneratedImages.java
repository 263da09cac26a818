package io.palindrome.model.convolution;

import io.palindrome.model.random.CounterRandom;
import java.util.List;

/**
 * Images of textured figures on textured ground: image i of a seed is the same on every machine.
 * What tells the classes apart is the figure (disc, square, triangle, ring) and its texture
 * (stripes or checks); place, size, orientation, period, colours and noise differ from image to
 * image.
 *
 * @param side height and width
 * @param noise standard deviation that is added to every value
 */
public record GeneratedImages(long seed, int side, double noise) {
  /** Red, green and blue, each about -1 to 1. */
  public static final int CHANNELS = 3;

  private static final int TEXTURES = 2;

  /** Figures times textures. */
  public static final int CLASSES = Figure.ALL.size() * TEXTURES;

  private enum Figure {
    DISC,
    SQUARE,
    TRIANGLE,
    RING;

    /** In the order of their classes. */
    static final List<Figure> ALL = List.of(DISC, SQUARE, TRIANGLE, RING);

    /** Whether a point lies in the figure of size 1 about the origin. */
    boolean contains(double x, double y) {
      double radius = Math.sqrt(x * x + y * y);
      return switch (this) {
        case DISC -> radius < 1;
        case SQUARE -> Math.abs(x) < 0.85 && Math.abs(y) < 0.85;
        case TRIANGLE -> y < 0.75 && y > 2 * Math.abs(x) - 1;
        case RING -> radius < 1.05 && radius > 0.5;
      };
    }
  }

  /** The shape of the images. */
  public ImageShape shape() {
    return new ImageShape(side, side, CHANNELS);
  }

  /** Images [first, first + count). */
  public ImageBatch batch(int first, int count) {
    int values = side * side * CHANNELS;
    double[] pixels = new double[Math.multiplyExact(count, values)];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = new Picture(CounterRandom.key(seed, first + i)).draw(pixels, i * values);
    }
    return new ImageBatch(pixels, labels);
  }

  /** One image: everything about it is a draw from its key. */
  private final class Picture {
    private final long draws;
    private final long noiseKey;
    private int drawn;

    Picture(long key) {
      draws = CounterRandom.key(key, 0);
      noiseKey = CounterRandom.key(key, 1);
    }

    private double between(double low, double high) {
      return low + (high - low) * CounterRandom.uniform(draws, drawn++);
    }

    /** Returns the class. */
    int draw(double[] pixels, int at) {
      int label = (int) between(0, CLASSES);
      Figure figure = Figure.ALL.get(label / TEXTURES);
      double size = between(0.28, 0.42) * side;
      double centerX = between(size, side - size);
      double centerY = between(size, side - size);
      Texture texture = new Texture(this, label % TEXTURES == 1);
      double[] bright = color();
      double[] dark = color();
      double[] ground = color();
      for (int i = 0; i < side * side; i++) {
        int column = i % side;
        int line = i / side;
        double x = column + 0.5;
        double y = line + 0.5;
        boolean inside = figure.contains((x - centerX) / size, (y - centerY) / size);
        double[] color = inside ? texture.isBright(x, y) ? bright : dark : ground;
        for (int c = 0; c < CHANNELS; c++) {
          int value = i * CHANNELS + c;
          pixels[at + value] = color[c] + noise * CounterRandom.normal(noiseKey, value);
        }
      }
      return label;
    }

    private double[] color() {
      return new double[] {between(-1, 1), between(-1, 1), between(-1, 1)};
    }
  }

  /** Stripes, or the checks that two of them make, of a random direction, period and phase. */
  private record Texture(boolean checks, double cos, double sin, double period, double phase) {
    Texture(Picture picture, boolean checks) {
      this(checks, picture.between(0, StrictMath.PI), picture.between(4, 6), picture.between(0, 1));
    }

    private Texture(boolean checks, double angle, double period, double phase) {
      this(checks, StrictMath.cos(angle), StrictMath.sin(angle), period, phase);
    }

    boolean isBright(double x, double y) {
      boolean along = isUpperHalf(cos * x + sin * y);
      return checks ? along == isUpperHalf(cos * y - sin * x) : along;
    }

    private boolean isUpperHalf(double distance) {
      double turns = distance / period + phase;
      return turns - Math.floor(turns) < 0.5;
    }
  }
}
