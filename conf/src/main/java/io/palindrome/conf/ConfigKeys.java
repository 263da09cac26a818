package io.palindrome.conf;

import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The keys of a run: kebab-case component names of {@link RunConfig}'s records, dotted. */
final class ConfigKeys {
  private final SortedMap<String, RecordComponent> components;

  private ConfigKeys(SortedMap<String, RecordComponent> components) {
    this.components = components;
  }

  static ConfigKeys ofRun() {
    SortedMap<String, RecordComponent> found = new TreeMap<>();
    collect("", RunConfig.class, found);
    return new ConfigKeys(Collections.unmodifiableSortedMap(found));
  }

  private static void collect(
      String prefix, Class<?> type, SortedMap<String, RecordComponent> into) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + kebab(component.getName());
      if (component.getType().isRecord()) {
        collect(key + ".", component.getType(), into);
      } else {
        into.put(key, component);
      }
    }
  }

  /** {@code dFeedForward} is {@code d-feed-forward}; {@code beta1} stays. */
  static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** {@code STORE_ALL} is {@code store-all}. */
  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  SortedMap<String, RecordComponent> components() {
    return components;
  }

  boolean contains(String key) {
    return components.containsKey(key);
  }

  /** Whether keys begin with this one and a dot. */
  boolean isGroup(String key) {
    return components.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
  }

  /** Whether the value is text, which an override gives without quotes. */
  boolean isText(String key) {
    return contains(key) && components.get(key).getType() == String.class;
  }

  /** The keys that a message speaks of, in its order. */
  List<String> mentionedIn(String message) {
    return List.of(message.split("[^a-z0-9.-]+", -1)).stream()
        .map(word -> word.endsWith(".") ? word.substring(0, word.length() - 1) : word)
        .filter(this::contains)
        .distinct()
        .toList();
  }

  /** The key with the least edit distance; keys with the same last part come first. */
  String nearest(String unknown) {
    List<String> sameName =
        components.keySet().stream().filter(key -> last(key).equals(last(unknown))).toList();
    return (sameName.isEmpty() ? components.keySet() : sameName)
        .stream()
            .min(
                Comparator.comparingInt((String key) -> editDistance(key, unknown))
                    .thenComparing(Comparator.naturalOrder()))
            .orElseThrow();
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  /** Levenshtein's: insertions, deletions and substitutions cost 1. */
  static int editDistance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
