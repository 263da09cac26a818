package io.palindrome.jobs.doctor;

import io.palindrome.conf.RuntimeConfig;
import io.palindrome.jobs.device.Diagnosis;
import io.palindrome.jobs.device.GpuNode;
import io.palindrome.jobs.launch.GpuResources;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;

/** Whether Spark's settings give each task a GPU. */
record SparkGpuCheck(RuntimeConfig runtime, SparkConf spark, GpuNode node) {
  private static final String SUBJECT = "spark gpus";

  /** None where the embedded Spark has no GPU to hand out, which another line says. */
  List<Diagnosis> diagnoses() {
    if (spark.contains("spark.master")) {
      return List.of(ofMaster());
    }
    return node.devices().isEmpty() ? List.of() : List.of(embedded());
  }

  private Diagnosis embedded() {
    int gpus = node.devices().size();
    int asked = runtime.localExecutors();
    String found = "embedded Spark, %d GPUs".formatted(gpus);
    String needed = "one for each of %d executors (runtime.local-executors)".formatted(asked);
    return gpus >= asked
        ? Diagnosis.ok(SUBJECT, found, needed)
        : Diagnosis.warning(
            SUBJECT,
            found,
            needed,
            "as many executors as GPUs will be started; set runtime.local-executors to %d"
                .formatted(gpus));
  }

  private Diagnosis ofMaster() {
    String master = spark.get("spark.master");
    String needed = "a GPU for each task";
    if (master.startsWith("local") && !master.startsWith("local-cluster")) {
      return Diagnosis.ok(SUBJECT, master + ", tasks take GPU 0 one after the other", needed);
    }
    Optional<String> problem = GpuResources.problem(GpuResources.completed(spark));
    return problem
        .map(
            text ->
                Diagnosis.failed(
                    SUBJECT, master + ": " + text, needed, "see docs/gpu.md for this master"))
        .orElseGet(() -> Diagnosis.ok(SUBJECT, master + ", " + GpuResources.text(spark), needed));
  }
}
