package io.palindrome.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.device.Diagnosis;
import io.palindrome.jobs.device.GpuNode;
import io.palindrome.jobs.device.Nodes;
import io.palindrome.jobs.device.Verdict;
import io.palindrome.model.kernel.cuda.driver.DriverReport.Answering;
import io.palindrome.model.kernel.cuda.driver.GpuDevice;
import io.palindrome.model.kernel.cuda.driver.Nd4jCudaBuild;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of machines that this one is not. */
class DoctorTest {
  @TempDir Path folder;

  private static RunConfig config(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "model.d-model=64",
                "model.layers=[local, lsh]",
                "model.position.axial-widths=[16, 48]",
                "train.batch.length=4096",
                "runtime.executor-memory=1g"));
    settings.addAll(Arrays.asList(more));
    RunConfig config = ConfigFile.defaults(settings);
    return config.withModel(config.model().forVocabulary(259, 0));
  }

  private Diagnosis of(String subject, GpuNode node, SparkConf spark, String... settings) {
    Doctor doctor = new Doctor(config(settings), spark, node, folder);
    List<Diagnosis> all = new ArrayList<>(doctor.resources());
    all.addAll(doctor.gpus());
    return all.stream().filter(one -> one.subject().equals(subject)).findFirst().orElseThrow();
  }

  private Diagnosis of(String subject, GpuNode node, String... settings) {
    return of(subject, node, new SparkConf(false), settings);
  }

  private GpuNode withGpus(int gpus) {
    return Nodes.complete(Nodes.driver(gpus, 80), Nd4jCudaBuild.CUDA_11_6, folder);
  }

  private GpuNode withFree(OptionalLong free) {
    GpuDevice gpu = new GpuDevice(0, "Small GPU", 80, "GPU-00", 2L << 30, free);
    return Nodes.complete(
        new Answering(12_020, "535", List.of(gpu)), Nd4jCudaBuild.CUDA_11_6, folder);
  }

  @Test
  void whatAutoDoesNotHaveIsUnused() {
    assertThat(of("gpu driver", Nodes.WITHOUT_GPU).verdict()).isEqualTo(Verdict.UNUSED);
    assertThat(of("gpu driver", Nodes.WITHOUT_GPU, "runtime.device=cuda").verdict())
        .isEqualTo(Verdict.FAILED);
    assertThat(of("gpu driver", withGpus(1)).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void aHeapThatIsTooSmallFails() {
    Diagnosis heap =
        of(
            "executor heap",
            Nodes.WITHOUT_GPU,
            "train.batch.size=32",
            "runtime.executor-memory=512m",
            "train.memory.strategy=store-all");
    assertThat(heap.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(heap.found()).matches("[0-9.]+ MiB for a step, of 512.0 MiB");
    assertThat(heap.needed()).matches("[0-9.]+ [MG]iB, store-all with 32 x 4,096 tokens");
    assertThat(of("executor heap", Nodes.WITHOUT_GPU).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void aGpuNeedsFreeMemoryForTheStep() {
    Diagnosis enough = of("memory of gpu 0", withGpus(1));
    assertThat(enough.verdict()).isEqualTo(Verdict.OK);
    assertThat(enough.found()).isEqualTo("79.00 GiB free of 80.00 GiB");
    Diagnosis full = of("memory of gpu 0", withFree(OptionalLong.of(1L << 30)));
    assertThat(full.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(full.line())
        .matches(
            "memory of gpu 0: found 1.00 GiB free of 2.00 GiB, needed [0-9.]+ GiB, reversible with 1 x"
                + " 4,096 tokens; end what else runs on it \\(nvidia-smi shows it\\), or lower"
                + " train.batch.length or train.batch.size");
    assertThat(of("memory of gpu 0", withFree(OptionalLong.empty())).verdict())
        .isEqualTo(Verdict.WARNING);
  }

  @Test
  void sparkGivesEachTaskAGpu() {
    assertThat(of("spark gpus", withGpus(2)).verdict()).isEqualTo(Verdict.OK);
    assertThat(of("spark gpus", withGpus(1)).line())
        .isEqualTo(
            "spark gpus: found embedded Spark, 1 GPUs, needed one for each of 2 executors"
                + " (runtime.local-executors); as many executors as GPUs will be started; set"
                + " runtime.local-executors to 1");
    assertThat(of("spark gpus", withGpus(1), new SparkConf(false).setMaster("yarn")).line())
        .isEqualTo(
            "spark gpus: found yarn: spark.executor.resource.gpu.discoveryScript must be the path of"
                + " gpu-addresses.sh on the executors, but is missing; master yarn does not find"
                + " GPUs by itself, needed a GPU for each task; see docs/gpu.md for this master");
    assertThat(
            of("spark gpus", withGpus(1), new SparkConf(false).setMaster("spark://m:7077")).found())
        .isEqualTo("spark://m:7077, 1 GPUs an executor, 1 a task");
  }

  @Test
  void anotherJavaFails() {
    assertThat(MachineCheck.java(11).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(MachineCheck.java(17).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void coresAndMemoryAreThoseOfAllExecutors() {
    MachineCheck check =
        new MachineCheck(config("runtime.threads=4", "runtime.local-executors=3"), true);
    assertThat(check.cores(8).needed()).isEqualTo("12, runtime.threads 4 for each of 3 executors");
    assertThat(check.cores(8).verdict()).isEqualTo(Verdict.WARNING);
    assertThat(check.cores(12).verdict()).isEqualTo(Verdict.OK);
    assertThat(check.memory((3L << 30) - 1).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(check.memory(3L << 30).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void aFolderNeedsRoomAndRights() {
    Diagnosis roomy = DiskCheck.of("run folder", folder.resolve("not/yet"), 1, "a test");
    assertThat(roomy.verdict()).isEqualTo(Verdict.OK);
    assertThat(roomy.found()).endsWith("iB free in " + folder.toAbsolutePath());
    assertThat(DiskCheck.of("run folder", folder, Long.MAX_VALUE, "a test").verdict())
        .isEqualTo(Verdict.FAILED);
    assertThat(DiskCheck.of("run folder", Path.of("/proc/version/x"), 1, "a test").line())
        .isEqualTo(
            "run folder: found /proc/version that cannot be written, needed 0.0 MiB for a test; give"
                + " rights to it, or use another folder");
  }

  @Test
  void anOldBlasCoreIsAWarning() {
    assertThat(KernelCheck.core(Optional.of("Barcelona"), Optional.of("SkylakeX")).line())
        .isEqualTo(
            "blas core: found Barcelona, needed SkylakeX or newer; export OPENBLAS_CORETYPE=SkylakeX,"
                + " and set spark.executorEnv.OPENBLAS_CORETYPE=SkylakeX");
    assertThat(KernelCheck.core(Optional.of("Zen"), Optional.of("Haswell")).verdict())
        .isEqualTo(Verdict.OK);
    assertThat(KernelCheck.core(Optional.empty(), Optional.of("Haswell")).verdict())
        .isEqualTo(Verdict.WARNING);
  }
}
