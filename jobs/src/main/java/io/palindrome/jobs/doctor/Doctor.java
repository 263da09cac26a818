package io.palindrome.jobs.doctor;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.device.DeviceChoice;
import io.palindrome.jobs.device.Diagnosis;
import io.palindrome.jobs.device.GpuNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;

/**
 * Looks at everything that a configuration needs on this node.
 *
 * @param config complete: {@code model} has its vocabulary size and pad token
 * @param spark as spark-submit gave it; without a master for the embedded Spark
 * @param node what there is for GPUs
 * @param out where runs would be written
 */
public record Doctor(RunConfig config, SparkConf spark, GpuNode node, Path out) {
  /** Every diagnosis, in the order in which a person would look. */
  public List<Diagnosis> diagnoses() {
    List<Diagnosis> all = new ArrayList<>(resources());
    DeviceChoice choice = new DeviceChoice(config.runtime(), node);
    choice.offerBackend();
    all.addAll(new KernelCheck(config, choice.mayBeGpu(), !choice.mayBeGpu()).diagnoses());
    all.addAll(gpus());
    return List.copyOf(all);
  }

  /** Java, cores, memory and disk. */
  List<Diagnosis> resources() {
    List<Diagnosis> all = new ArrayList<>(new MachineCheck(config, isEmbedded()).diagnoses());
    all.addAll(PlannedStep.of(config, onGpu(), node.devices()).heap());
    all.addAll(new DiskCheck(config, spark, out).diagnoses());
    return all;
  }

  /** Driver, GPUs, libraries, and what Spark makes of them; unused where the CPU computes. */
  List<Diagnosis> gpus() {
    List<Diagnosis> all = new ArrayList<>(node.diagnoses());
    all.addAll(PlannedStep.of(config, onGpu(), node.devices()).device());
    all.addAll(new SparkGpuCheck(config.runtime(), spark, node).diagnoses());
    return onGpu() ? all : all.stream().map(Diagnosis::unneeded).toList();
  }

  private boolean onGpu() {
    return new DeviceChoice(config.runtime(), node).mayBeGpu();
  }

  private boolean isEmbedded() {
    return !spark.contains("spark.master");
  }
}
