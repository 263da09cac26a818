package io.palindrome.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole surface that users see: every key, in order, with its default. */
class ConfigDefaultsTest {
  private static final String EVERY_KEY =
      """
      buckets.multiple = 128
      buckets.ratio = 2.0
      buckets.smallest = 4096
      model.causal = true
      model.d-head = 64
      model.d-model = 256
      model.feed-forward.activation = relu
      model.feed-forward.chunk-rows = 4096
      model.feed-forward.d-feed-forward = 1024
      model.feed-forward.kind = plain
      model.full.attention-dropout = 0.0
      model.full.block-length = 64
      model.head-chunk-rows = 4096
      model.heads = 4
      model.hidden-dropout = 0.0
      model.layer-norm-epsilon = 1.0E-12
      model.layers = [local, lsh, local, lsh, local, lsh]
      model.local.attention-dropout = 0.0
      model.local.chunk-length = 64
      model.local.chunks-after = 0
      model.local.chunks-before = 1
      model.local.heads-in-lsh-layers = 0
      model.lsh.attention-dropout = 0.0
      model.lsh.chunk-length = 64
      model.lsh.chunks-after = 0
      model.lsh.chunks-before = 1
      model.lsh.duplicates = counted
      model.lsh.full-below = 0
      model.lsh.hash-buckets = []
      model.lsh.hash-rounds = 1
      model.lsh.within-hash-buckets = false
      model.pad-token = -1
      model.position.axial-shape = [128, 128]
      model.position.axial-widths = [64, 192]
      model.position.kind = axial
      model.position.max-length = 16384
      model.vocabulary-size = 0
      prepare.max-file-bytes = 64m
      prepare.max-rejected-fraction = 0.1
      prepare.shard-bytes = 64m
      prepare.test-fraction = 0.0
      prepare.validation-fraction = 0.1
      report.sample-prompt = "The "
      report.sample-temperature = 0.8
      report.sample-tokens = 400
      runtime.device = auto
      runtime.executor-memory = 2g
      runtime.kernels = auto
      runtime.local-executors = 2
      runtime.threads = 0
      tokenizer.kind = byte
      train.averaging.local-steps = 10
      train.averaging.optimizer-state = average
      train.averaging.outer = average
      train.averaging.workers = 2
      train.batch.length = 16384
      train.batch.size = 1
      train.batch.warmup-lengths = [2048]
      train.batch.warmup-rounds = [100]
      train.checkpoint.every-rounds = 10
      train.checkpoint.keep = 3
      train.evaluation.every-rounds = 10
      train.evaluation.length = 0
      train.evaluation.max-tokens = 262144
      train.health.diverged-above = 1.5
      train.health.diverged-rounds = 5
      train.health.max-skipped-steps = 10
      train.memory.limit = 0
      train.memory.recompute-every = 2
      train.memory.strategy = reversible
      train.optimizer.beta1 = 0.9
      train.optimizer.beta2 = 0.999
      train.optimizer.clip-norm = 1.0
      train.optimizer.epsilon = 1.0E-8
      train.optimizer.final-fraction = 0.1
      train.optimizer.kind = adam
      train.optimizer.learning-rate = 0.001
      train.optimizer.momentum = 0.0
      train.optimizer.schedule = cosine
      train.optimizer.warmup-steps = 50
      train.optimizer.weight-decay = 0.01
      train.precision = float32
      train.reconstruction.every-steps = 1
      train.reconstruction.warn-above = 0.0
      train.rounds = 120
      train.seed = 1
      """;

  @Test
  void rendersEveryKeyWithItsDefault() {
    assertThat(ConfigFile.render(RunConfig.DEFAULT)).isEqualTo(EVERY_KEY);
  }

  @Test
  void knowsTheSameKeysAsItRenders() {
    assertThat(ConfigKeys.ofRun().components().keySet())
        .containsExactlyElementsOf(
            EVERY_KEY.lines().map(line -> line.split(" = ", -1)[0]).toList());
  }

  @Test
  void usesDefaultsWhereNothingIsGiven() {
    assertThat(ConfigFile.defaults(List.of())).isEqualTo(RunConfig.DEFAULT);
    assertThat(ConfigFile.parse("empty.conf", "", List.of())).isEqualTo(RunConfig.DEFAULT);
  }
}
