package io.palindrome.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key reaches its component, from a file and from an override. */
class ConfigKeyTest {
  /** A valid value other than the default for every key; keys that need others come with them. */
  private static final String OTHER_VALUES =
      """
      buckets.multiple = 64
      buckets.ratio = 1.5
      buckets.smallest = 8192
      model.causal = false
      model.d-head = 32
      model.d-model = 128; model.position.axial-widths = [64, 64]
      model.feed-forward.activation = gelu-new
      model.feed-forward.chunk-rows = 0
      model.feed-forward.d-feed-forward = 48
      model.feed-forward.kind = gated
      model.full.attention-dropout = 0.25
      model.full.block-length = 128
      model.head-chunk-rows = 17
      model.heads = 3
      model.hidden-dropout = 0.25
      model.layer-norm-epsilon = 1.0E-5
      model.layers = [lsh]
      model.local.attention-dropout = 0.125
      model.local.chunk-length = 32
      model.local.chunks-after = 1
      model.local.chunks-before = 2
      model.local.heads-in-lsh-layers = 2
      model.lsh.attention-dropout = 0.5
      model.lsh.chunk-length = 128
      model.lsh.chunks-after = 2
      model.lsh.chunks-before = 0
      model.lsh.duplicates = corrected
      model.lsh.full-below = 2048
      model.lsh.hash-buckets = [4, 8]
      model.lsh.hash-rounds = 4
      model.lsh.within-hash-buckets = true
      model.pad-token = 0
      model.position.axial-shape = [64, 256]
      model.position.axial-widths = [128, 128]
      model.position.kind = learned
      model.position.max-length = 16320; train.batch.length = 8192
      model.vocabulary-size = 320
      prepare.max-file-bytes = 1000
      prepare.max-rejected-fraction = 1.0
      prepare.shard-bytes = 1g
      prepare.test-fraction = 0.2
      prepare.validation-fraction = 0.0
      report.sample-prompt = "Say \\"one\\", then: two"
      report.sample-temperature = 0.0
      report.sample-tokens = 0
      runtime.device = cpu
      runtime.executor-memory = 512m
      runtime.kernels = nd4j
      runtime.local-executors = 1
      runtime.threads = 7
      train.averaging.local-steps = 1
      train.averaging.optimizer-state = local
      train.averaging.workers = 8
      train.batch.length = 0
      train.batch.size = 4
      train.batch.warmup-lengths = [4096]
      train.batch.warmup-rounds = [7]
      train.checkpoint.every-rounds = 1
      train.checkpoint.keep = 1
      train.evaluation.every-rounds = 0
      train.evaluation.length = 4096
      train.evaluation.max-tokens = 10000000000
      train.health.diverged-above = 2.0
      train.health.diverged-rounds = 3
      train.health.max-skipped-steps = 1
      train.memory.limit = 12g
      train.memory.recompute-every = 3
      train.memory.strategy = store-all
      train.optimizer.beta1 = 0.5
      train.optimizer.beta2 = 0.99
      train.optimizer.clip-norm = 0.0
      train.optimizer.epsilon = 1.0E-6
      train.optimizer.final-fraction = 1.0
      train.optimizer.kind = sgd
      train.optimizer.learning-rate = 0.5
      train.optimizer.momentum = 0.5
      train.optimizer.schedule = inverse-sqrt
      train.optimizer.warmup-steps = 0
      train.optimizer.weight-decay = 0.0
      train.precision = bf16-gemm
      train.reconstruction.every-steps = 0
      train.reconstruction.warn-above = 0.25
      train.rounds = 1
      train.seed = -9007199254740993
      """;

  /** These have one value only. */
  private static final List<String> SINGLE = List.of("tokenizer.kind", "train.averaging.outer");

  private static Stream<String> otherValues() {
    return OTHER_VALUES.lines();
  }

  @ParameterizedTest
  @MethodSource("otherValues")
  void takesTheValueFromAFileAndRendersItBack(String line) {
    RunConfig config = ConfigFile.parse("a.conf", line.replace(';', '\n'), List.of());
    String rendered = ConfigFile.render(config);
    assertThat(rendered.lines()).contains(line.split("; ", -1)[0]);
    assertThat(config).isNotEqualTo(RunConfig.DEFAULT);
    assertThat(ConfigFile.parse("stored.conf", rendered, List.of())).isEqualTo(config);
  }

  @ParameterizedTest
  @MethodSource("otherValues")
  void takesTheSameValueFromAnOverride(String line) {
    RunConfig config = ConfigFile.parse("a.conf", line.replace(';', '\n'), List.of());
    List<String> overrides = new ArrayList<>();
    for (String assignment : line.split("; ", -1)) {
      String[] keyAndValue = assignment.split(" = ", 2);
      String plain = keyAndValue[1].replaceAll("^\"|\"$", "").replace("\\\"", "\"");
      overrides.add(keyAndValue[0] + "=" + plain);
    }
    assertThat(ConfigFile.defaults(overrides)).isEqualTo(config);
  }

  @Test
  void namesEveryKeyAbove() {
    List<String> tested =
        new ArrayList<>(otherValues().map(line -> line.split(" = ", -1)[0]).toList());
    tested.addAll(SINGLE);
    assertThat(tested)
        .containsExactlyInAnyOrderElementsOf(ConfigKeys.ofRun().components().keySet());
  }
}
