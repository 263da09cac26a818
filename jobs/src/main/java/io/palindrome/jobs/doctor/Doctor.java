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
    List<Diagnosis> all = new ArrayList<>();
    boolean onGpu = new DeviceChoice(config.runtime(), node).mayBeGpu();
    PlannedStep step = PlannedStep.of(config, onGpu, node.devices());
    all.addAll(new MachineCheck(config, isEmbedded()).diagnoses());
    all.addAll(step.heap());
    all.addAll(new DiskCheck(config, spark, out).diagnoses());
    all.addAll(new KernelCheck(config, onGpu, node.build().isEmpty()).diagnoses());
    List<Diagnosis> gpu = new ArrayList<>(node.diagnoses());
    gpu.addAll(step.device());
    gpu.addAll(new SparkGpuCheck(config.runtime(), spark, node, onGpu).diagnoses());
    gpu.forEach(diagnosis -> all.add(onGpu ? diagnosis : diagnosis.unneeded()));
    return List.copyOf(all);
  }

  private boolean isEmbedded() {
    return !spark.contains("spark.master");
  }
}
