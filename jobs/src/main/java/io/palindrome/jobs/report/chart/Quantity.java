package io.palindrome.jobs.report.chart;

import java.util.Locale;

/** What a number measures, and so how it is written. */
public enum Quantity {
  /** Tokens, parameters, documents: 2,950, 12.3 k, 1.2 M. */
  COUNT {
    @Override
    double unit(double largest) {
      return largest >= 1e9 ? 1e9 : largest >= 1e6 ? 1e6 : largest >= 1e4 ? 1e3 : 1;
    }

    @Override
    String suffix(double unit) {
      return unit == 1e9 ? " G" : unit == 1e6 ? " M" : unit == 1e3 ? " k" : "";
    }
  },
  /** Bytes in powers of 1024: 512 B, 1.5 GiB. */
  BYTES {
    @Override
    double unit(double largest) {
      return largest >= 1L << 30
          ? 1L << 30
          : largest >= 1 << 20 ? 1 << 20 : largest >= 1 << 10 ? 1 << 10 : 1;
    }

    @Override
    String suffix(double unit) {
      return unit == 1L << 30 ? " GiB" : unit == 1 << 20 ? " MiB" : unit == 1 << 10 ? " KiB" : " B";
    }

    @Override
    int base() {
      return 2;
    }
  },
  /** Seconds: 0.42 s, 75 s. */
  SECONDS {
    @Override
    String suffix(double unit) {
      return " s";
    }
  },
  /** Bits a byte, always with two decimals: 2.61. */
  BITS {
    @Override
    public String write(double value) {
      return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "not measured";
    }
  },
  /** A plain number with three significant digits: 0.125, 3.2e-7. */
  NUMBER;

  /** The value with its unit; "not measured" for NaN and infinities. */
  public String write(double value) {
    if (!Double.isFinite(value)) {
      return "not measured";
    }
    double unit = unit(Math.abs(value));
    return significant(value / unit) + suffix(unit);
  }

  /** The same for a whole number. */
  public final String write(long value) {
    return write((double) value);
  }

  /** The label of a tick on an axis that reaches to {@code largest} in steps of {@code step}. */
  String tick(double value, double step, double largest) {
    double unit = unit(largest);
    double size = Math.abs(value / unit);
    if (size == 0) {
      return "0";
    }
    if (largest / unit < 1e-2 || largest / unit >= 1e5) {
      return scientific(value / unit) + suffix(unit);
    }
    int decimals = 0;
    for (double scaled = step / unit; decimals < 6 && !whole(scaled); scaled *= 10) {
      decimals++;
    }
    return String.format(Locale.ROOT, "%,." + decimals + "f", value / unit) + suffix(unit);
  }

  /** What one unit of the written number is worth when the numbers reach to {@code largest}. */
  double unit(double largest) {
    return 1;
  }

  String suffix(double unit) {
    return "";
  }

  /** Ticks of a logarithmic axis are powers of it. */
  int base() {
    return 10;
  }

  /** 1e-6, 2.5e-7: as short as it is exact. */
  private static String scientific(double value) {
    double mantissa = value / Math.pow(10, Math.floor(Math.log10(Math.abs(value)) + 1e-9));
    return String.format(Locale.ROOT, whole(mantissa) ? "%.0e" : "%.1e", value)
        .replaceFirst("e([+-])0", "e$1");
  }

  private static boolean whole(double value) {
    return Math.abs(value - Math.rint(value)) < 1e-6;
  }

  private static String significant(double value) {
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e6)) {
      return String.format(Locale.ROOT, "%.1e", value).replaceFirst("e([+-])0", "e$1");
    }
    boolean round = value == Math.rint(value) || size >= 100;
    int decimals = round ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
