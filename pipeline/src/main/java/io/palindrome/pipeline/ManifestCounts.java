package io.palindrome.pipeline;

import io.palindrome.pipeline.Selection.Selected;
import io.palindrome.pipeline.bucket.Placement;
import io.palindrome.pipeline.dataset.DatasetManifest.LengthBucketCount;
import io.palindrome.pipeline.dataset.DatasetManifest.SplitCount;
import io.palindrome.pipeline.split.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Sums documents, tokens and bytes for the manifest. */
record ManifestCounts(List<Selected> documents, Map<String, Placement> placements) {

  List<SplitCount> splits() {
    List<SplitCount> counts = new ArrayList<>();
    for (Map.Entry<Split, List<Selected>> split :
        documents.stream()
            .collect(Collectors.groupingBy(Selected::split, TreeMap::new, Collectors.toList()))
            .entrySet()) {
      List<Selected> of = split.getValue();
      long works = of.stream().map(selected -> selected.document().workId()).distinct().count();
      counts.add(
          new SplitCount(
              split.getKey().label(), of.size(), works, tokens(of), padded(of), bytes(of)));
    }
    return counts;
  }

  private record Key(Split split, long edge) {}

  List<LengthBucketCount> lengthBuckets() {
    Comparator<Key> order = Comparator.comparing(Key::split).thenComparingLong(Key::edge);
    List<LengthBucketCount> counts = new ArrayList<>();
    for (Map.Entry<Key, List<Selected>> bucket :
        documents.stream()
            .collect(
                Collectors.groupingBy(
                    selected -> new Key(selected.split(), placement(selected).bucket()),
                    () -> new TreeMap<>(order),
                    Collectors.toList()))
            .entrySet()) {
      List<Selected> of = bucket.getValue();
      Key key = bucket.getKey();
      counts.add(
          new LengthBucketCount(
              key.split().label(), key.edge(), of.size(), tokens(of), padded(of), bytes(of)));
    }
    return counts;
  }

  private Placement placement(Selected selected) {
    return placements.get(selected.document().docId());
  }

  private static long tokens(List<Selected> of) {
    return sum(of, selected -> selected.tokens().count());
  }

  private long padded(List<Selected> of) {
    return sum(of, selected -> placement(selected).paddedLength());
  }

  private static long bytes(List<Selected> of) {
    return sum(of, selected -> selected.document().nBytes());
  }

  private static long sum(List<Selected> of, ToLongFunction<Selected> value) {
    return of.stream().mapToLong(value).sum();
  }
}
