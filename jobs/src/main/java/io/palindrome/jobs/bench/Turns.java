package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.bench.TimedSteps.Timed;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.ProcessMemory;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.kernel.DeviceWatch;
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
   * @param rotations where those of the loss go that is told beforehand; null for none
   * @return steps made
   */
  int answer(RunConfig config, Path rotations) throws IOException {
    ObjectNode ready = JobContext.json();
    ready.put("precision", config.train().precision().name().toLowerCase(Locale.ROOT));
    ready.put("parameters", parameters.length);
    if (rotations != null) {
      EvaluationLoss loss = EvaluationLoss.of(config, batch, parameters);
      loss.write(rotations);
      ready.put("evaluationLoss", loss.nats());
    }
    try (TimedSteps steps =
        new TimedSteps(config, config.model(), config.train().memory(), batch, parameters)) {
      ready.put("residentBytes", ProcessMemory.residentBytes());
      console.line(ready.toString());
      return answer(steps);
    }
  }

  private int answer(TimedSteps steps) throws IOException {
    DeviceWatch watch = steps.kernels().watch().orElse(null);
    int made = 0;
    for (String line = asked.readLine(); line != null; line = asked.readLine()) {
      if (line.equals(NEXT)) {
        return made;
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
