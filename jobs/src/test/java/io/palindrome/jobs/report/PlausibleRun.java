package io.palindrome.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** A made-up run for tests: shapes as a real run has them, values from formulas. */
final class PlausibleRun {
  private static final long TOKENS_A_ROUND = 40_960;

  private PlausibleRun() {}

  static List<HistoryEntry> history(int rounds) {
    List<HistoryEntry> history = new ArrayList<>();
    history.add(new EvaluationEntry(0, 0, "validation", 8.02, 131_072, 9.1));
    for (int round = 1; round <= rounds; round++) {
      history.add(round(round, rounds));
      if (round % 15 == 0 || round == rounds) {
        double bits = 2.47 + 5.1 * Math.exp(-round / 22.0) + 0.5 * Math.exp(-round / 120.0);
        long tokens = round * TOKENS_A_ROUND;
        history.add(new EvaluationEntry(round, tokens, "validation", bits, 131_072, 9.4));
      }
    }
    return history;
  }

  private static RoundEntry round(int round, int rounds) {
    double wave = Math.sin(round * 12.9898) * 43758.5453;
    double noise = wave - Math.floor(wave) - 0.5;
    double bits = 2.38 + 5.2 * Math.exp(-round / 20.0) + 0.5 * Math.exp(-round / 110.0);
    double warm = Math.min(1, round / 12.0);
    double cosine = 0.55 + 0.45 * Math.cos(Math.PI * round / rounds);
    double probed = round % 5 == 0 ? 3e-7 * (1.3 + noise) * (1 + round / 90.0) : Double.NaN;
    return new RoundEntry(
        round,
        10L * round,
        round * TOKENS_A_ROUND,
        new RoundEntry.Learning(
            bits + 0.22 * noise,
            1e-3 * warm * cosine,
            0.4 + 5 * Math.exp(-round / 14.0) * (1 + noise) + 0.2 * noise,
            probed,
            round == 3 ? new RoundEntry.Skipped(2, 0) : RoundEntry.Skipped.NONE),
        new RoundEntry.Usage(
            2_950 + 420 * noise,
            (long) ((1.9 + 0.5 * (1 - Math.exp(-round / 8.0))) * (1L << 30)),
            (long) ((0.42 + 0.11 * noise) * (1L << 30))),
        List.of(
            new RoundEntry.PartSeconds("broadcast", 0.21 + 0.04 * noise),
            new RoundEntry.PartSeconds("train", 13.2 + 1.6 * noise),
            new RoundEntry.PartSeconds("reduce", 0.55 + 0.2 * noise),
            new RoundEntry.PartSeconds("checkpoint", round % 10 == 0 ? 1.4 : 0)));
  }

  static TrainingReport bare() {
    return TrainingReport.of(
        new RunFacts("2026-11-22-demo-7", "demo", RunOutcome.DONE, 2, 2, 4_317.5),
        new ModelFacts(
            4_812_032, "6 (local, lsh, local, lsh, local, lsh)", 256, 4, 16_384, "reversible"),
        new DatasetFacts(
            "data/library/runs/1",
            "sha256:5d9a6c3be0f14d0a8f2a77c05c34b0b7a8d1a0d6e3e37c7c0e6e0dbb1f2c4a19",
            List.of(
                new DatasetFacts.SplitFacts("train", 10, 812_004),
                new DatasetFacts.SplitFacts("validation", 1, 104_551),
                new DatasetFacts.SplitFacts("test", 1, 45_273)),
            List.of(
                new DatasetFacts.LengthBucketFacts(49_152, 2, 88_912),
                new DatasetFacts.LengthBucketFacts(65_536, 1, 63_333),
                new DatasetFacts.LengthBucketFacts(98_304, 4, 310_637),
                new DatasetFacts.LengthBucketFacts(131_072, 5, 498_946))),
        "model {\n  d-model = 256\n  heads = 4\n}\ntrain {\n  rounds = 300\n}\n",
        new Provenance(
            new Provenance.Software("0.1.0", "1a6b1fa", "17.0.15 (Debian)", "3.5.9"),
            new Provenance.Machine(
                "AMD EPYC 9B14", 2, 25_000_000_000L, "512 bits, 16 floats", "host"),
            new Provenance.Inputs(
                7,
                "./palindrome train --conf conf/profiles/demo.conf --data data/library --out runs",
                "runs/2026-11-22-demo-7/checkpoints/round-300")));
  }

  static TrainingReport whole(int rounds) {
    return bare()
        .withHistory(history(rounds))
        .withBaselines(
            List.of(
                new Baseline("unigram", 4.44),
                new Baseline("bigram", 3.39),
                new Baseline("trigram", 2.86)))
        .withSample(
            new TextSample(
                "The key of Aldermoor lies ",
                "under the third stone of the mill, and the miller knows it. \"How long have you"
                    + " known?\" said Nell quietly.\n\n\"Since March,\" answered Tobias; \"since the"
                    + " flood, if I am honest.\"",
                "160 tokens, temperature 0.8, seed 7"))
        .withDepthMemory(depthMemory())
        .withRecurrence(
            List.of(
                new RecurrenceRow("first occurrences", 2.71, 6_185),
                new RecurrenceRow("recurrences", 1.94, 14_121),
                new RecurrenceRow("recurrences, up to 4,096 characters back", 1.71, 3_020),
                new RecurrenceRow("recurrences, 4,096 to 16,384 characters back", 1.93, 7_101),
                new RecurrenceRow("everything else", 2.49, 84_245)))
        .withWarning("The reconstruction error passed 1e-6; set train.memory.strategy = recompute");
  }

  private static List<DepthMemory> depthMemory() {
    List<DepthMemory> measured = new ArrayList<>();
    for (int layers : new int[] {2, 6, 12, 24}) {
      measured.add(new DepthMemory("store-all", layers, (38L + 61L * layers) << 20));
      measured.add(new DepthMemory("reversible", layers, (152L << 20) + layers * 120_000L));
    }
    return measured;
  }
}
