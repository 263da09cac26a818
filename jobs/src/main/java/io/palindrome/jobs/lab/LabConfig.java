package io.palindrome.jobs.lab;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The small networks of the sections, written with the keys of a configuration file. */
public final class LabConfig {
  /** Short sequences would break the rules for a run's crops, which nothing here makes. */
  private static final List<String> NO_CROPS =
      List.of(
          "train.batch.length=0",
          "train.batch.warmup-lengths=[]",
          "train.batch.warmup-rounds=[]",
          "train.evaluation.length=0");

  private LabConfig() {}

  /** The defaults with {@code key=value} settings over them. */
  public static RunConfig of(List<String> settings) {
    List<String> all = new ArrayList<>(NO_CROPS);
    all.addAll(settings);
    return ConfigFile.defaults(all);
  }

  /** {@code model.layers=[kinds, over and over]}. */
  public static String layers(int count, String... kinds) {
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layers.add(kinds[i % kinds.length]);
    }
    return "model.layers=[" + String.join(",", layers) + "]";
  }

  /** Positions that are learned one by one, for sequences of that many tokens. */
  public static List<String> learnedPositions(int length) {
    return List.of("model.position.kind=learned", "model.position.max-length=" + length);
  }

  /** Both lists, one after the other. */
  public static List<String> join(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return Collections.unmodifiableList(all);
  }
}
