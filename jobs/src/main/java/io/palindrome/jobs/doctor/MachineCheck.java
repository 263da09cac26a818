package io.palindrome.jobs.doctor;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.command.MachineName;
import io.palindrome.jobs.command.ProcessMemory;
import io.palindrome.jobs.device.Diagnosis;
import io.palindrome.jobs.planning.Bytes;
import java.util.List;

/**
 * Java, processor cores and memory.
 *
 * @param embedded whether executors are processes of this machine
 */
record MachineCheck(RunConfig config, boolean embedded) {
  private static final int JAVA = 17;

  List<Diagnosis> diagnoses() {
    return List.of(
        java(Runtime.version().feature()),
        cores(Runtime.getRuntime().availableProcessors()),
        memory(ProcessMemory.physicalBytes()));
  }

  static Diagnosis java(int feature) {
    String found = System.getProperty("java.version") + ", " + System.getProperty("java.vm.name");
    return feature == JAVA
        ? Diagnosis.ok("java", found, String.valueOf(JAVA))
        : Diagnosis.failed(
            "java", found, String.valueOf(JAVA), "set JAVA_HOME to a JDK or a Java runtime 17");
  }

  Diagnosis cores(int available) {
    String found = available + ", " + MachineName.cpu();
    int threads = config.runtime().threads();
    int executors = embedded ? config.runtime().localExecutors() : 1;
    int wanted = Math.max(1, threads) * executors;
    String needed =
        threads == 0
            ? "%d, one for each executor".formatted(wanted)
            : "%d, runtime.threads %d for each of %d executors"
                .formatted(wanted, threads, executors);
    return available >= wanted
        ? Diagnosis.ok("cores", found, needed)
        : Diagnosis.warning(
            "cores",
            found,
            needed,
            "lower runtime.threads or runtime.local-executors: threads will share cores");
  }

  /** Heaps are what may be used, not what is: a machine with less may still run. */
  Diagnosis memory(long physical) {
    String found = Bytes.text(physical);
    if (!embedded) {
      return Diagnosis.ok("memory", found, "");
    }
    long heaps = config.runtime().executorMemory() * config.runtime().localExecutors();
    String needed =
        "%s, runtime.executor-memory for each of %d executors"
            .formatted(Bytes.text(heaps), config.runtime().localExecutors());
    return physical >= heaps
        ? Diagnosis.ok("memory", found, needed)
        : Diagnosis.failed(
            "memory", found, needed, "lower runtime.executor-memory or runtime.local-executors");
  }
}
