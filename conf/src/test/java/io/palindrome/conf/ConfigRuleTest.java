package io.palindrome.conf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every bound, by its message, as a user meets it. */
class ConfigRuleTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          prepare.max-file-bytes=0 | must be between 1 and 2147483648, but is 0
          prepare.max-file-bytes=3g | must be between 1 and 2147483648, but is 3221225472
          prepare.max-rejected-fraction=1.5 | must be between 0.0 and 1.0, but is 1.5
          prepare.max-rejected-fraction=-0.1 | must be between 0.0 and 1.0, but is -0.1
          prepare.validation-fraction=1 | must be at least 0 and less than 1, but is 1.0
          prepare.test-fraction=-0.5 | must be at least 0 and less than 1, but is -0.5
          prepare.test-fraction=0.95 | must leave documents to train on beside prepare.validation-fraction 0.1, but is 0.95
          prepare.shard-bytes=1000 | must be between 1024 and 1099511627776, but is 1000
          buckets.smallest=0 | must be between 1 and 1073741824, but is 0
          buckets.smallest=4000 | must be a multiple of buckets.multiple 128, but is 4000
          buckets.ratio=1 | must be between 1.01 and 16.0, but is 1.0
          buckets.ratio=17 | must be between 1.01 and 16.0, but is 17.0
          buckets.multiple=0 | must be between 1 and 65536, but is 0
          model.vocabulary-size=-1 | must be between 0 and 16777216, but is -1
          model.d-model=0 | must be between 1 and 65536, but is 0
          model.heads=257 | must be between 1 and 256, but is 257
          model.d-head=0 | must be between 1 and 4096, but is 0
          model.layers=[] | must be 1 to 1024 layers, but is 0 of them
          model.hidden-dropout=1 | must be at least 0 and less than 1, but is 1.0
          model.layer-norm-epsilon=0 | must be between 1.0E-20 and 0.1, but is 0.0
          model.head-chunk-rows=-1 | must be 0 or more, but is -1
          model.pad-token=-2 | must be between -1 and 16777216, but is -2
          model.position.max-length=0 | must be between 1 and 1073741824, but is 0
          model.position.axial-shape=[128] | must be two positive numbers, but is [128]
          model.position.axial-shape=[65536, 65536] | must have a product of at most 1073741824, but is [65536, 65536]
          model.position.axial-shape=[64, 128] | must have a product of at least model.position.max-length 16384, but is [64, 128]
          model.position.axial-widths=[256, 0] | must be two positive numbers, but is [256, 0]
          model.position.axial-widths=[64, 64] | must sum to model.d-model 256, but is [64, 64]
          model.lsh.hash-rounds=0 | must be between 1 and 256, but is 0
          model.lsh.hash-rounds=257 | must be between 1 and 256, but is 257
          model.lsh.hash-buckets=[4, 7] | must be even (a hash bucket and its opposite share one rotation), but is [4, 7]
          model.lsh.hash-buckets=[0] | must be at most 4 factors between 2 and 65536, but is [0]
          model.lsh.hash-buckets=[2, 2, 2, 2, 2] | must be at most 4 factors between 2 and 65536, but is [2, 2, 2, 2, 2]
          model.lsh.hash-buckets=[65536, 512] | must have a product of at most 16777216, but is [65536, 512]
          model.lsh.chunk-length=9999 | must be between 2 and 4096, but is 9999
          model.lsh.chunks-before=9 | must be between 0 and 8, but is 9
          model.lsh.chunks-after=-1 | must be between 0 and 8, but is -1
          model.lsh.attention-dropout=2 | must be at least 0 and less than 1, but is 2.0
          model.lsh.full-below=-1 | must be 0 or more, but is -1
          model.full.block-length=1 | must be between 2 and 4096, but is 1
          model.full.attention-dropout=1 | must be at least 0 and less than 1, but is 1.0
          model.local.chunk-length=1 | must be between 2 and 4096, but is 1
          model.local.chunks-before=-1 | must be between 0 and 8, but is -1
          model.local.chunks-after=9 | must be between 0 and 8, but is 9
          model.local.attention-dropout=-1 | must be at least 0 and less than 1, but is -1.0
          model.feed-forward.d-feed-forward=0 | must be between 1 and 1048576, but is 0
          model.local.heads-in-lsh-layers=4 | must be less than model.heads 4, but is 4
          model.feed-forward.chunk-rows=-5 | must be 0 or more, but is -5
          train.rounds=0 | must be between 1 and 100000000, but is 0
          train.batch.length=-64 | must be between 0 and 1073741824, but is -64
          train.batch.length=5000 | must be a multiple of 64 (model.lsh.chunk-length, model.local.chunk-length, model.full.block-length), but is 5000; the next usable length is 5056
          train.batch.length=32768 | must be at most model.position.max-length 16384, but is 32768
          train.batch.size=0 | must be between 1 and 4096, but is 0
          train.batch.warmup-lengths=[0] | must be positive and not decreasing, but is [0]
          train.batch.warmup-lengths=[4096, 2048] | must be positive and not decreasing, but is [4096, 2048]
          train.batch.warmup-lengths=[100] | must be multiples of 64 (model.lsh.chunk-length, model.local.chunk-length, model.full.block-length), but is [100]
          train.batch.warmup-rounds=[0] | must be positive numbers, but is [0]
          train.batch.warmup-rounds=[5, 5] | must have an entry for each of train.batch.warmup-lengths [2048], but is [5, 5]
          train.memory.recompute-every=-1 | must be between 0 and 1024, but is -1
          train.memory.recompute-every=1025 | must be between 0 and 1024, but is 1025
          train.memory.limit=32t | must be between 0 and 17592186044416, but is 35184372088832
          train.optimizer.learning-rate=0 | must be between 1.0E-12 and 100.0, but is 0.0
          train.optimizer.beta1=1 | must be at least 0 and less than 1, but is 1.0
          train.optimizer.beta2=1 | must be at least 0 and less than 1, but is 1.0
          train.optimizer.epsilon=0 | must be between 1.0E-20 and 1.0, but is 0.0
          train.optimizer.momentum=1 | must be at least 0 and less than 1, but is 1.0
          train.optimizer.weight-decay=-1 | must be between 0.0 and 100.0, but is -1.0
          train.optimizer.warmup-steps=-1 | must be 0 or more, but is -1
          train.optimizer.final-fraction=1.1 | must be between 0.0 and 1.0, but is 1.1
          train.optimizer.clip-norm=-1 | must be 0 or more and finite, but is -1.0
          train.averaging.workers=0 | must be between 1 and 65536, but is 0
          train.averaging.local-steps=0 | must be between 1 and 1000000, but is 0
          train.checkpoint.every-rounds=0 | must be between 1 and 1000000, but is 0
          train.checkpoint.keep=0 | must be between 1 and 10000, but is 0
          train.evaluation.every-rounds=-1 | must be 0 or more, but is -1
          train.evaluation.length=100 | must be a multiple of 64 (model.lsh.chunk-length, model.local.chunk-length, model.full.block-length), but is 100; the next usable length is 128
          train.evaluation.length=-1 | must be between 0 and 1073741824, but is -1
          train.evaluation.max-tokens=-1 | must be 0 or more, but is -1
          train.health.max-skipped-steps=0 | must be between 1 and 1000000, but is 0
          train.health.diverged-above=0.5 | must be between 1.0 and 1000.0, but is 0.5
          train.health.diverged-rounds=0 | must be between 1 and 1000000, but is 0
          train.reconstruction.every-steps=-1 | must be 0 or more, but is -1
          train.reconstruction.warn-above=-1 | must be 0 or more and finite, but is -1.0
          report.sample-tokens=-1 | must be between 0 and 1000000, but is -1
          report.sample-temperature=101 | must be between 0.0 and 100.0, but is 101.0
          runtime.threads=-1 | must be between 0 and 1024, but is -1
          runtime.local-executors=0 | must be between 1 and 64, but is 0
          runtime.executor-memory=256m | must be between 536870912 and 1099511627776, but is 268435456
          """)
  void refusesWhatIsOutOfBounds(String override, String rule) {
    String key = override.substring(0, override.indexOf('='));
    assertThatThrownBy(() -> ConfigFile.defaults(List.of(override)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use the configuration: 1 problem\n  --set %s: %s %s"
                .formatted(override, key, rule));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model.heads=four | must be a whole number, but is "four"
          model.heads=2.5 | must be a whole number, but is 2.5
          model.heads=3000000000 | must be between -2147483648 and 2147483647, but is 3000000000
          model.causal=yes | must be true or false, but is "yes"
          buckets.ratio=true | must be a number, but is true
          train.batch.length=[16384] | must be a whole number, but is [16384]
          train.batch.warmup-lengths=2048 | must be a list of whole numbers, but is 2048
          model.layers=[local, global] | must be one of local, lsh, full, but is "global"
          model.layers=local | must be a list of local, lsh, full, but is "local"
          tokenizer.kind=bpe | must be byte, but is "bpe"
          train.optimizer.kind=lion | must be one of adam, adamw, adafactor, sgd, nesterov, but is "lion"
          train.optimizer.schedule=step | must be one of cosine, linear, constant, inverse-sqrt, but is "step"
          train.memory.strategy=STORE_ALL | must be one of store-all, recompute, reversible, auto, but is "STORE_ALL"
          model.feed-forward.kind=swiglu | must be one of plain, gated, but is "swiglu"
          model.feed-forward.activation=swish | must be one of relu, gelu, gelu-new, silu, but is "swish"
          model.lsh.duplicates=once | must be one of counted, corrected, but is "once"
          model.lsh.within-hash-buckets=1 | must be true or false, but is 1
          prepare.max-file-bytes=big | must be a size such as 64m, 2g or 1048576, but is "big"
          runtime.executor-memory=-1g | must be a size such as 64m, 2g or 1048576, but is "-1g"
          runtime.threads= | must be a whole number, but is ""
          model.lsh=5 | must be a group of keys, but is 5
          """)
  void refusesWhatHasTheWrongType(String override, String rule) {
    String key = override.substring(0, override.indexOf('='));
    assertThatThrownBy(() -> ConfigFile.defaults(List.of(override)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("  --set " + override + ": ")
        .hasMessageEndingWith(": " + key + " " + rule);
  }
}
