package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.bench.TimedSteps.Timed;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.ProcessMemory;
import io.palindrome.jobs.planning.RunPlanner;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.kernel.DeviceWatch;
import io.palindrome.model.plan.BatchShape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** A step a line of standard input, and a line of JSON for each. */
final class Turns {
  /** Asks for a step that tells how long the device waited. */
  private static final String WATCHED = "watched";

  /** Asks how long a step would take at the machine's peak. */
  private static final String PEAK = "peak";

  /** Ends the steps of one configuration. */
  private static final String NEXT = "next";

  private final Console console;
  private final TrainingBatch batch;
  private final float[] parameters;
  private final BufferedReader asked =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  /**
   * @param parameters in layout order; every configuration begins with them
   */
  Turns(Console console, TrainingBatch batch, float[] parameters) {
    this.console = console;
    this.batch = batch;
    this.parameters = parameters;
  }

  /**
   * Says that it is ready, and makes steps until it is asked for the next configuration's, or for
   * no more.
   *
   * @return steps made
   */
  int answer(RunConfig config) throws IOException {
    try (TimedSteps steps = steps(config)) {
      ObjectNode ready = ready(config);
      ready.put("residentBytes", ProcessMemory.residentBytes());
      console.line(ready.toString());
      return answer(config, steps, asked.readLine());
    }
  }

  /**
   * The same, but says its loss first, and takes no memory before it is asked for a step: another
   * program may use the device in between.
   *
   * @param rotations the file for those that the loss depends on
   * @return steps made
   */
  int answer(RunConfig config, Path rotations) throws IOException {
    EvaluationLoss loss = EvaluationLoss.of(config, batch, parameters);
    loss.write(rotations);
    ObjectNode ready = ready(config);
    ready.put("evaluationLoss", loss.nats());
    console.line(ready.toString());
    String line = asked.readLine();
    if (line == null || line.equals(NEXT)) {
      return 0;
    }
    try (TimedSteps steps = steps(config)) {
      return answer(config, steps, line);
    }
  }

  private TimedSteps steps(RunConfig config) {
    return new TimedSteps(config, config.model(), config.train().memory(), batch, parameters);
  }

  private ObjectNode ready(RunConfig config) {
    ObjectNode ready = JobContext.json();
    ready.put("precision", config.train().precision().name().toLowerCase(Locale.ROOT));
    ready.put("parameters", parameters.length);
    return ready;
  }

  private int answer(RunConfig config, TimedSteps steps, String first) throws IOException {
    DeviceWatch watch = steps.kernels().watch().orElse(null);
    int made = 0;
    for (String line = first; line != null && !line.equals(NEXT); line = asked.readLine()) {
      if (line.equals(PEAK)) {
        console.line(atPeak(config, steps).toString());
        continue;
      }
      boolean watched = watch != null && line.equals(WATCHED);
      if (watched) {
        watch.begin();
      }
      ObjectNode json = json(steps.next());
      if (watched) {
        putWaited(json, watch.end());
      }
      if (watch != null) {
        json.put("deviceBytes", watch.usedBytes());
      }
      console.line(json.toString());
      made++;
    }
    return made;
  }

  /**
   * The matrix products of a step at the speed at which this machine multiplies large matrices: no
   * program that makes as many of them is faster.
   */
  private ObjectNode atPeak(RunConfig config, TimedSteps steps) {
    BatchShape shape = new BatchShape(batch.batch(), batch.length());
    double flops = RunPlanner.inThisProcess(config, shape).plan(config.train().memory()).flops();
    double peak = MachinePeak.measure(steps.kernels()).flops();
    ObjectNode json = JobContext.json();
    json.put("seconds", flops / peak);
    json.put("stepFlops", flops);
    json.put("gemmPeakFlops", peak);
    return json;
  }

  private static void putWaited(ObjectNode json, DeviceWatch.Waited waited) {
    json.put("waitedLeastSeconds", waited.least());
    json.put("waitedMostSeconds", waited.most());
  }

  private static ObjectNode json(Timed timed) {
    ObjectNode json = JobContext.json();
    json.put("seconds", timed.seconds());
    json.put("loss", timed.result().loss());
    json.put("activationBytes", timed.result().peakBytes());
    json.put("peakResidentBytes", ProcessMemory.peakResidentBytes());
    return json;
  }
}
