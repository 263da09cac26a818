package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.command.ConfigOptions;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.ProcessMemory;
import io.palindrome.model.plan.BatchShape;
import java.lang.management.ManagementFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Makes two steps in a process of its own and tells what they left, by the collector's and the
 * system's count. {@link BenchPlanJob} starts it, with a heap that is resident from the start.
 */
@Command(name = "step-probe", hidden = true, description = "Measures the memory of two steps.")
final class StepProbeJob implements Job {
  private static final int STEPS = 2;

  @Option(names = "--length", required = true)
  private int length;

  @Option(names = "--batch", required = true)
  private int batch;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    RunConfig run = config.read();
    ReformerConfig model = BenchModel.of(run, length);
    makeSteps(run, BenchModel.withDepth(model, 2), new BatchShape(1, model.lengthMultiple()));
    long liveBefore = liveHeapBytes();
    long residentBefore = ProcessMemory.residentBytes();
    try (TimedSteps steps = steps(run, model, new BatchShape(batch, length))) {
      double seconds = 0;
      for (int i = 0; i < STEPS; i++) {
        seconds = steps.next().seconds();
      }
      ObjectNode json = JobContext.json();
      json.put("heapBytes", liveHeapBytes() - liveBefore);
      json.put("outsideBytes", ProcessMemory.peakResidentBytes() - residentBefore);
      json.put("peakResidentBytes", ProcessMemory.peakResidentBytes());
      json.put("seconds", seconds);
      return json;
    }
  }

  private static TimedSteps steps(RunConfig run, ReformerConfig model, BatchShape shape) {
    return new TimedSteps(run, model, run.train().memory(), shape.padded());
  }

  /** Loads classes and libraries, so that they are not counted. */
  private static void makeSteps(RunConfig run, ReformerConfig model, BatchShape shape) {
    try (TimedSteps steps = steps(run, model, shape)) {
      steps.next();
    }
  }

  /** Bytes of objects that are still in use. */
  private static long liveHeapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
