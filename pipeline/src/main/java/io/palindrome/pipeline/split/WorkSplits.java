package io.palindrome.pipeline.split;

import io.palindrome.pipeline.document.Sha256;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Splits works by a hash of their identifier, so that a work keeps its split when others come and
 * go, and all editions of a work share one.
 *
 * <p>A work whose hash, seen as a number in [0, 1), is below the validation fraction is validation,
 * below validation plus test fraction it is test, else train. Few works may miss a split by chance.
 * So where there are at least two works, the one of the smallest hash is validation if none else
 * is, and the one of the largest hash is train if none else is; a single work is train.
 */
public final class WorkSplits {
  private static final double TWO_TO_52 = 0x1p52;

  private WorkSplits() {}

  /** The split of each work. */
  public static Map<String, Split> assign(
      Collection<String> workIds, double validationFraction, double testFraction) {
    TreeMap<String, String> byHash = new TreeMap<>();
    workIds.forEach(work -> byHash.put(Sha256.of("split\n" + work), work));
    TreeMap<String, Split> splits = new TreeMap<>();
    byHash.forEach(
        (hash, work) -> splits.put(work, split(fraction(hash), validationFraction, testFraction)));
    completeSplits(byHash, splits);
    return splits;
  }

  private static void completeSplits(
      SortedMap<String, String> byHash, SortedMap<String, Split> splits) {
    if (byHash.isEmpty()) {
      return;
    }
    if (!splits.containsValue(Split.TRAIN)) {
      splits.put(byHash.get(byHash.lastKey()), Split.TRAIN);
    }
    if (byHash.size() > 1 && !splits.containsValue(Split.VALIDATION)) {
      splits.put(byHash.get(byHash.firstKey()), Split.VALIDATION);
    }
  }

  private static Split split(double hash, double validationFraction, double testFraction) {
    if (hash < validationFraction) {
      return Split.VALIDATION;
    }
    return hash < validationFraction + testFraction ? Split.TEST : Split.TRAIN;
  }

  /** The first 52 bits of a hash as a number in [0, 1). */
  static double fraction(String sha256) {
    return Long.parseLong(sha256.substring(0, 13), 16) / TWO_TO_52;
  }
}
