package io.palindrome.jobs.report;

/** Where the numbers come from: enough to run it again. */
public record Provenance(Software software, Machine machine, Inputs inputs) {
  /**
   * Versions.
   *
   * @param gitCommit empty where unknown
   */
  public record Software(String palindrome, String gitCommit, String java, String spark) {}

  /**
   * The driver's machine.
   *
   * @param vectorSpecies vectors of the fused kernels, such as "512 bits, 16 floats"; "none" where
   *     they cannot run
   * @param kernels which kernels the driver computes with: host or nd4j
   */
  public record Machine(
      String cpu, int cores, long memoryBytes, String vectorSpecies, String kernels) {}

  /** What went in and where the result is. */
  public record Inputs(long seed, String commandLine, String checkpoint) {}
}
