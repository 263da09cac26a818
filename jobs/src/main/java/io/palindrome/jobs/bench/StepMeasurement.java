package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.jobs.bench.TimedSteps.Timed;
import io.palindrome.jobs.command.JobContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the steps of one configuration measured.
 *
 * @param tokens of a step, without padding
 * @param seconds of a step, the median
 * @param evaluationSeconds of an evaluation of the same tokens, the median
 * @param flops of the matrix products of a step, as its plan counts them
 * @param peakResidentBytes of the process, before the machine's peak was measured
 * @param activationBytes most bytes of activations and scratch at once
 * @param fractionOfPeak of each step and the machine's peak right after it, the median: both change
 *     with what else a shared machine does
 * @param machine the median of those peaks
 */
record StepMeasurement(
    int tokens,
    double seconds,
    double evaluationSeconds,
    double flops,
    long peakResidentBytes,
    long activationBytes,
    double loss,
    double fractionOfPeak,
    MachinePeak machine) {
  private static final double GIGA = 1e9;
  private static final double GIBIBYTE = 1 << 30;

  static StepMeasurement of(
      double flops,
      int tokens,
      List<Timed> timed,
      double[] evaluations,
      long peakResidentBytes,
      List<MachinePeak> peaks) {
    Timed last = timed.get(timed.size() - 1);
    return new StepMeasurement(
        tokens,
        median(timed.stream().mapToDouble(Timed::seconds)),
        median(DoubleStream.of(evaluations)),
        flops,
        peakResidentBytes,
        last.result().peakBytes(),
        last.result().loss(),
        median(
            IntStream.range(0, timed.size())
                .mapToDouble(i -> flops / timed.get(i).seconds() / peaks.get(i).flops())),
        MachinePeak.median(peaks));
  }

  static double median(DoubleStream measured) {
    double[] sorted = measured.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  double tokensPerSecond() {
    return tokens / seconds;
  }

  double evaluationTokensPerSecond() {
    return tokens / evaluationSeconds;
  }

  double flopsPerSecond() {
    return flops / seconds;
  }

  List<String> lines() {
    return List.of(
        line("tokens/s          %,10.0f", tokensPerSecond()),
        line("evaluation        %,10.0f tokens/s", evaluationTokensPerSecond()),
        line("                  %,10.2f times a step's", seconds / evaluationSeconds),
        line("peak resident     %,10.2f GiB", peakResidentBytes / GIBIBYTE),
        line("activations       %,10.2f GiB", activationBytes / GIBIBYTE),
        line("step              %,10.1f GFLOP/s of matrix products", flopsPerSecond() / GIGA),
        line("machine's peak    %,10.1f GFLOP/s by the kernels", machine.kernelFlops() / GIGA),
        line("                  %,10.1f GFLOP/s by ND4J", machine.nd4jFlops() / GIGA),
        line("fraction of peak  %,10.3f", fractionOfPeak));
  }

  private static String line(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  ObjectNode json(long parameterCount) {
    ObjectNode json = JobContext.json();
    json.put("message", line("%.0f tokens/s", tokensPerSecond()));
    json.put("tokensPerSecond", tokensPerSecond());
    json.put("evaluationTokensPerSecond", evaluationTokensPerSecond());
    json.put("evaluationSeconds", evaluationSeconds);
    json.put("peakResidentBytes", peakResidentBytes);
    json.put("gemmPeakFlops", machine.flops());
    json.put("fractionOfPeak", fractionOfPeak);
    json.put("flopsPerSecond", flopsPerSecond());
    json.put("stepFlops", flops);
    json.put("stepSeconds", seconds);
    json.put("tokens", tokens);
    json.put("activationBytes", activationBytes);
    json.put("kernelPeakFlops", machine.kernelFlops());
    json.put("nd4jPeakFlops", machine.nd4jFlops());
    json.put("parameterCount", parameterCount);
    json.put("loss", loss);
    return json;
  }
}
