package io.palindrome.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The formulas of {@link ElementFunction} on whole matrices; x is never changed. */
final class Nd4jElements {
  private final ElementFunction function;
  private final INDArray x;
  private final Nd4jScratch scratch;
  private final double a;

  Nd4jElements(ElementFunction function, INDArray x, Nd4jScratch scratch) {
    this.function = function;
    this.x = x;
    this.scratch = scratch;
    this.a = function.parameter();
  }

  /** The values at x, in the scratch. */
  INDArray value() {
    return switch (function.kind()) {
      case LEAKY -> leakySlope().muli(x);
      case LOG_SLOPE_OF_LEAKY -> notNegative(x).rsubi(1).muli(Math.log(a));
      case SMOOTH_LEAKY -> {
        INDArray bent = root(x).subi(1).muli(function.bend());
        yield scratch.own(x.mul(function.meanSlope())).addi(bent);
      }
      case INVERSE_SMOOTH_LEAKY -> inverseSmooth();
      case LOG_SLOPE_OF_SMOOTH_LEAKY -> Transforms.log(smoothSlope(x), false);
      case BOUNDED -> tanh().muli(a);
      case BOUNDED_EXPONENTIAL -> Transforms.exp(tanh().muli(a), false);
      case AWAY_FROM_ZERO -> magnitude().muli(notNegative(x).muli(2).subi(1));
      case LOG_AWAY_FROM_ZERO -> Transforms.log(magnitude(), false);
    };
  }

  /** The derivatives at x, in the scratch. */
  INDArray derivative() {
    return switch (function.kind()) {
      case LEAKY -> leakySlope();
      case LOG_SLOPE_OF_LEAKY -> scratch.filled(0, x.rows(), x.columns());
      case SMOOTH_LEAKY -> smoothSlope(x);
      case INVERSE_SMOOTH_LEAKY -> smoothSlope(inverseSmooth()).rdivi(1);
      case LOG_SLOPE_OF_SMOOTH_LEAKY -> {
        INDArray root = root(x);
        INDArray cube = scratch.own(root.mul(root)).muli(root);
        yield cube.muli(smoothSlope(x)).rdivi(function.bend());
      }
      case BOUNDED -> tanhSlope();
      case BOUNDED_EXPONENTIAL -> value().muli(tanhSlope());
      case AWAY_FROM_ZERO -> free();
      case LOG_AWAY_FROM_ZERO -> free().divi(magnitude()).muli(notNegative(x).muli(2).subi(1));
    };
  }

  /** 1 where an element is at least 0, else 0. */
  private INDArray notNegative(INDArray of) {
    INDArray is = scratch.own(of.gte(0));
    return scratch.take(x.rows(), x.columns()).assign(is);
  }

  private INDArray leakySlope() {
    return notNegative(x).muli(1 - a).addi(a);
  }

  private INDArray root(INDArray of) {
    return Transforms.sqrt(scratch.own(of.mul(of)).addi(1), false);
  }

  private INDArray smoothSlope(INDArray of) {
    return scratch.own(of.div(root(of))).muli(function.bend()).addi(function.meanSlope());
  }

  /** Both branches of the formula everywhere, each kept where it is stable. */
  private INDArray inverseSmooth() {
    double p = function.meanSlope();
    double q = function.bend();
    INDArray v = scratch.own(x.add(q));
    INDArray rest = Transforms.sqrt(scratch.own(v.mul(v)).addi(a), false).muli(q);
    INDArray scaled = scratch.own(v.mul(p));
    INDArray right = notNegative(v);
    INDArray left = scratch.own(scaled.sub(rest)).divi(a).muli(scratch.own(right.rsub(1)));
    INDArray sum = Transforms.abs(scaled, false).addi(rest);
    return right.muli(scratch.own(v.add(q))).muli(x).divi(sum).addi(left);
  }

  private INDArray tanh() {
    return Transforms.tanh(scratch.own(x.div(a)), false);
  }

  private INDArray tanhSlope() {
    INDArray t = tanh();
    return t.muli(t).rsubi(1);
  }

  private INDArray magnitude() {
    return Transforms.max(Transforms.abs(scratch.copy(x), false), a, false);
  }

  /** 1 where the magnitude is at least a, else 0. */
  private INDArray free() {
    return notNegative(Transforms.abs(scratch.copy(x), false).subi(a));
  }
}
