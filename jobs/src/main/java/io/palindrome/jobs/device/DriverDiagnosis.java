package io.palindrome.jobs.device;

import io.palindrome.model.kernel.cuda.driver.DriverReport;
import io.palindrome.model.kernel.cuda.driver.DriverReport.Answering;
import io.palindrome.model.kernel.cuda.driver.DriverReport.Failing;
import io.palindrome.model.kernel.cuda.driver.DriverReport.Missing;

/** What the driver's answer means. */
final class DriverDiagnosis {
  private static final String SUBJECT = "gpu driver";

  private DriverDiagnosis() {}

  /**
   * @param cudaNeeded the CUDA version that it must run at least
   */
  static Diagnosis of(DriverReport report, int cudaNeeded) {
    String needed = "NVIDIA's driver for CUDA " + DriverReport.cuda(cudaNeeded) + " or later";
    if (report instanceof Missing missing) {
      return Diagnosis.failed(
          SUBJECT,
          "no " + missing.library(),
          needed,
          "install the driver on this node (containers: start them with NVIDIA's runtime), or set"
              + " runtime.device to cpu");
    }
    if (report instanceof Failing failing) {
      return Diagnosis.failed(
          SUBJECT,
          "%s failed with %s (%d)".formatted(failing.call(), failing.name(), failing.code()),
          needed,
          remedy(failing.code()));
    }
    Answering answering = (Answering) report;
    String found =
        (answering.version().isEmpty() ? "" : answering.version() + ", ")
            + "CUDA "
            + DriverReport.cuda(answering.cudaVersion());
    return answering.cudaVersion() >= cudaNeeded
        ? Diagnosis.ok(SUBJECT, found, needed)
        : Diagnosis.failed(
            SUBJECT, found, needed, "install a newer driver, or set runtime.device to cpu");
  }

  /** For the codes of cuInit that say what is wrong. */
  private static String remedy(int code) {
    return switch (code) {
      case -1 -> "install NVIDIA's driver: this library lacks the function";
      case 3, 999 ->
          "run nvidia-smi on this node; if it fails too, load the nvidia kernel modules"
              + " or restart the node";
      case 802 -> "start nvidia-fabricmanager on this node: its GPUs are joined by NVSwitch";
      case 803, 804 ->
          "restart the node: kernel module and library of the driver have different" + " versions";
      default -> "run nvidia-smi on this node, or set runtime.device to cpu";
    };
  }
}
