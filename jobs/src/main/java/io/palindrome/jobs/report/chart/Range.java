package io.palindrome.jobs.report.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What an axis shows: from low to high, with labelled ticks. */
record Range(Axis axis, double low, double high, List<Double> ticks, double step) {
  /** A rounded range ends on the next tick if that leaves at most this part of a step empty. */
  private static final double MOST_WASTE = 0.4;

  /** A range with about {@code count} nice ticks that begins on a tick and ends on or past one. */
  static Range rounded(Axis axis, DoubleStream values, int count) {
    return of(axis, values, count, Ends.ROUNDED);
  }

  /** A range that ends exactly where the values end; few values are the ticks themselves. */
  static Range tight(Axis axis, DoubleStream values, int count) {
    return of(axis, values, count, Ends.TIGHT);
  }

  private enum Ends {
    ROUNDED,
    TIGHT
  }

  private static Range of(Axis axis, DoubleStream values, int count, Ends ends) {
    double[] shown = values.filter(axis.scale()::shows).sorted().toArray();
    double low = shown.length == 0 ? 1 : shown[0];
    double high = shown.length == 0 ? 10 : shown[shown.length - 1];
    if (axis.scale() == Scale.LOG) {
      return logarithmic(axis, low, high);
    }
    if (axis.scale() == Scale.FROM_ZERO) {
      low = Math.min(0, low);
    }
    if (high <= low) {
      high = low + Math.max(Math.abs(low) * 0.1, 1e-12);
    }
    double step = step(axis, (high - low) / count, Math.max(Math.abs(low), Math.abs(high)));
    if (ends == Ends.TIGHT) {
      List<Double> own = Arrays.stream(shown).distinct().boxed().toList();
      if (!apart(own)) {
        return new Range(axis, low, high, linear(low, high, step), step);
      }
      boolean whole = own.stream().allMatch(value -> value == Math.rint(value));
      double fine = whole && axis.quantity().unit(high) == 1 ? 1 : step;
      return new Range(axis, low, high, own, fine);
    }
    low = Math.floor(low / step + 1e-9) * step;
    double next = Math.ceil(high / step - 1e-9) * step;
    high = next - high <= MOST_WASTE * step ? next : high + 0.04 * (high - low);
    return new Range(axis, low, high, linear(low, high, step), step);
  }

  /** Whether there are so few values, so far apart, that each can be a tick. */
  private static boolean apart(List<Double> values) {
    double least = (values.isEmpty() ? 0 : values.get(values.size() - 1) - values.get(0)) * 0.12;
    return values.size() >= 2
        && IntStream.range(1, values.size())
            .allMatch(i -> values.get(i) - values.get(i - 1) >= least);
  }

  double fraction(double value) {
    return axis.scale().fraction(value, low, high);
  }

  String label(double tick) {
    boolean own = axis.scale() == Scale.LOG;
    double largest = own ? tick : Math.max(Math.abs(low), Math.abs(high));
    return axis.quantity().tick(tick, own ? tick : step, largest);
  }

  /** 1, 2, 2.5 or 5 times a power of ten, in the unit that the axis is written in. */
  private static double step(Axis axis, double rough, double largest) {
    double unit = axis.quantity().unit(largest);
    double power = Math.pow(10, Math.floor(Math.log10(rough / unit)));
    double lead = rough / unit / power;
    double nice = lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 2.5 ? 2.5 : lead <= 5 ? 5 : 10;
    return nice * power * unit;
  }

  private static List<Double> linear(double low, double high, double step) {
    List<Double> ticks = new ArrayList<>();
    long first = (long) Math.ceil(low / step - 1e-9);
    for (long i = first; i * step <= high + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** Powers of ten; of two where the quantity is written in powers of 1024. */
  private static Range logarithmic(Axis axis, double low, double high) {
    int base = axis.quantity().base();
    int from = (int) Math.floor(Math.log(low) / Math.log(base) + 1e-9);
    int to = Math.max(from + 1, (int) Math.ceil(Math.log(high) / Math.log(base) - 1e-9));
    int stride = Math.max(1, (to - from + 5) / 6);
    List<Double> ticks = new ArrayList<>();
    for (int power = from; power <= to; power += stride) {
      ticks.add(Math.pow(base, power));
      if (base == 10 && to - from <= 2 && power < to) {
        ticks.add(2 * Math.pow(base, power));
        ticks.add(5 * Math.pow(base, power));
      }
    }
    return new Range(axis, Math.pow(base, from), Math.pow(base, to), ticks, 1);
  }
}
