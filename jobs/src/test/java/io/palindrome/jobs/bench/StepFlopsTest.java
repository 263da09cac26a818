package io.palindrome.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepFlopsTest {
  private static StepFlops flops(int length, String... overrides) {
    RunConfig config = ConfigFile.defaults(List.of(overrides));
    return StepFlops.of(BenchModel.of(config, length), config.train().memory(), length, length);
  }

  @Test
  void countsALocalLayerByHand() {
    StepFlops flops =
        flops(
            1024,
            "model.layers=[local]",
            "model.d-model=32",
            "model.position.axial-widths=[16,16]",
            "model.heads=2",
            "model.d-head=8",
            "model.local.chunk-length=64",
            "model.local.chunks-before=2",
            "model.feed-forward.d-feed-forward=48");
    double projections = 4.0 * 1024 * 32 * 16;
    double attention = 2.0 * 1024 * (3 * 64) * 16;
    double feedForward = 2.0 * 1024 * 32 * 48;
    assertThat(flops.layers()).isEqualTo(projections + attention + feedForward);
    assertThat(flops.hashing()).isZero();
    assertThat(flops.head()).isEqualTo(2.0 * 1024 * 32 * 260);
    assertThat(flops.total()).isEqualTo(2 * (4 * flops.layers() + 3 * flops.head()));
  }

  @Test
  void countsHashRoundsOfAnLshLayer() {
    StepFlops flops =
        flops(
            1024, "model.layers=[lsh]", "model.lsh.hash-rounds=3", "model.lsh.hash-buckets=[8,4]");
    double h = 4 * 64;
    double attention = 2.0 * 1024 * 3 * 128 * h;
    assertThat(flops.layers())
        .isEqualTo(3.0 * 1024 * 256 * h + attention + 2.0 * 1024 * 256 * 1024);
    assertThat(flops.hashing()).isEqualTo(3 * (4 + 2) * 1024 * h);
  }

  @Test
  void countsThePastOnlyInCausalFullAttention() {
    double h = 4 * 64;
    double rest = 4.0 * 1024 * 256 * h + 2.0 * 1024 * 256 * 1024;
    StepFlops causal = flops(1024, "model.layers=[full]", "model.full.block-length=128");
    assertThat(causal.layers()).isEqualTo(rest + 2.0 * 1024 * (1024 + 128) / 2 * h);
    StepFlops both = flops(1024, "model.layers=[full]", "model.causal=false");
    assertThat(both.layers()).isEqualTo(rest + 2.0 * 1024 * 1024 * h);
  }

  @Test
  void countsNoHashingBelowTheThreshold() {
    StepFlops flops = flops(1024, "model.layers=[lsh]", "model.lsh.full-below=1024");
    double h = 4 * 64;
    assertThat(flops.hashing()).isZero();
    assertThat(flops.layers())
        .isEqualTo(
            3.0 * 1024 * 256 * h + 2.0 * 1024 * (1024 + 64) / 2 * h + 2.0 * 1024 * 256 * 1024);
    assertThat(flops(2048, "model.layers=[lsh]", "model.lsh.full-below=1024").hashing())
        .isPositive();
  }

  @Test
  void storeAllComputesNothingTwice() {
    StepFlops stored = flops(1024, "train.memory.strategy=store-all");
    assertThat(stored.layerPasses()).isEqualTo(3);
    assertThat(flops(1024, "train.memory.strategy=recompute").layerPasses()).isEqualTo(4);
  }
}
