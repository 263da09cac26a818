package io.palindrome.conf;

import java.io.Serializable;
import java.util.List;

/** All records of a run, and the rules that span two of them. */
public record RunConfig(
    PrepareConfig prepare,
    TokenizerConfig tokenizer,
    LengthBucketConfig buckets,
    ReformerConfig model,
    TrainConfig train,
    ReportConfig report,
    RuntimeConfig runtime)
    implements Serializable {
  public static final RunConfig DEFAULT =
      new RunConfig(
          PrepareConfig.DEFAULT,
          TokenizerConfig.DEFAULT,
          LengthBucketConfig.DEFAULT,
          ReformerConfig.DEFAULT,
          TrainConfig.DEFAULT,
          ReportConfig.DEFAULT,
          RuntimeConfig.DEFAULT);

  public RunConfig {
    Check.present("prepare", prepare);
    Check.present("tokenizer", tokenizer);
    Check.present("buckets", buckets);
    Check.present("model", model);
    Check.present("train", train);
    Check.present("report", report);
    Check.present("runtime", runtime);
    Check.that(
        model.position().positions() >= model.position().maxLength(),
        "model.position.axial-shape must have a product of at least model.position.max-length %d,"
            + " but is %s",
        model.position().maxLength(),
        model.position().axialShape());
    checkLengths(model, train);
  }

  /** The same run of another network. */
  public RunConfig withModel(ReformerConfig other) {
    return new RunConfig(prepare, tokenizer, buckets, other, train, report, runtime);
  }

  /** The same run, trained otherwise. */
  public RunConfig withTrain(TrainConfig other) {
    return new RunConfig(prepare, tokenizer, buckets, model, other, report, runtime);
  }

  private static void checkLengths(ReformerConfig model, TrainConfig train) {
    checkLength("train.batch.length", train.batch().length(), model);
    checkLength("train.evaluation.length", train.evaluation().length(), model);
    int multiple = model.lengthMultiple();
    int longest = model.position().maxLength();
    List<Integer> warmup = train.batch().warmupLengths();
    Check.that(
        train.batch().length() > 0 || warmup.stream().allMatch(length -> length <= longest),
        "train.batch.warmup-lengths must be at most model.position.max-length %d, but is %s",
        longest,
        warmup);
    Check.that(
        warmup.stream().allMatch(length -> length % multiple == 0),
        "train.batch.warmup-lengths must be multiples of %d (model.lsh.chunk-length,"
            + " model.local.chunk-length, model.full.block-length), but is %s",
        multiple,
        warmup);
  }

  private static void checkLength(String key, int length, ReformerConfig model) {
    int multiple = model.lengthMultiple();
    Check.that(
        length <= model.position().maxLength(),
        "%s must be at most model.position.max-length %d, but is %d",
        key,
        model.position().maxLength(),
        length);
    Check.that(
        length % multiple == 0,
        "%s must be a multiple of %d (model.lsh.chunk-length, model.local.chunk-length,"
            + " model.full.block-length), but is %d; the next usable length is %d",
        key,
        multiple,
        length,
        (length / multiple + 1L) * multiple);
  }
}
