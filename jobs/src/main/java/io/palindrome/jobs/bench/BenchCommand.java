package io.palindrome.jobs.bench;

import io.palindrome.jobs.command.Version;
import picocli.CommandLine.Command;

/** The group of benchmarks. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      BenchStepJob.class,
      BenchDepthJob.class,
      BenchLogitsJob.class,
      BenchGenerateJob.class,
      BenchGpuKernelsJob.class,
      BenchPlanJob.class,
      BenchRoundJob.class,
      BenchTurnsJob.class,
      StepProbeJob.class
    },
    description = "Measures training steps on this machine, and what a checkpoint computes.")
public final class BenchCommand {}
