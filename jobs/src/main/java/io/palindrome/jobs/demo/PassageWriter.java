package io.palindrome.jobs.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Makes up recurring passages, and varies one of their words where a copy is to differ. */
final class PassageWriter {
  private static final int COUPLETS = 4;

  private final Expansion words;
  private final CounterRandom random;
  private final StoryGrammar grammar;

  PassageWriter(StoryGrammar grammar, Expansion words, CounterRandom random) {
    this.grammar = grammar;
    this.words = words;
    this.random = random;
  }

  /** The passages of a document of about this many characters: the will first, then the rest. */
  List<RecurringText> passages(int characters) {
    int measures = Math.max(1, characters / 30_000);
    TreeMap<PassageKind, Integer> counts = new TreeMap<>();
    counts.put(PassageKind.FACT, 2 + 4 * measures);
    counts.put(PassageKind.PROVERB, 1 + measures);
    counts.put(PassageKind.VERSE, 1 + measures);
    counts.put(PassageKind.LETTER, 1 + measures);
    counts.put(PassageKind.INVENTORY, 1);
    List<RecurringText> passages = new ArrayList<>();
    counts.forEach(
        (kind, count) -> IntStream.range(0, count).forEach(i -> passages.add(passage(kind))));
    List<RecurringText> order = random.shuffled(passages);
    order.add(0, passage(PassageKind.WILL));
    return order;
  }

  private RecurringText passage(PassageKind kind) {
    int recurrences =
        switch (kind) {
          case FACT, PROVERB, VERSE -> 2 + random.below(3);
          case LETTER, WILL -> 1 + random.below(2);
          case INVENTORY -> 1;
        };
    return new RecurringText(kind, text(kind), recurrences);
  }

  private String text(PassageKind kind) {
    return switch (kind) {
      case FACT -> words.rule("fact");
      case PROVERB -> "\"" + words.rule("proverb") + "\"";
      case VERSE -> verse();
      case LETTER -> words.rule("letter-body");
      case WILL -> words.rule("will-body");
      case INVENTORY -> inventory();
    };
  }

  private String verse() {
    StringBuilder verse = new StringBuilder();
    for (int couplet = 0; couplet < COUPLETS; couplet++) {
      String rhymes = words.rule("rhymes");
      int space = rhymes.indexOf(' ');
      words.bind("rhyme", rhymes.substring(0, space));
      verse.append(words.rule("verse-line-a")).append(",\n");
      words.bind("rhyme", rhymes.substring(space + 1));
      verse.append(words.rule("verse-line-b")).append(couplet % 2 == 0 ? ";\n" : ".\n");
    }
    return verse.substring(0, verse.length() - 1);
  }

  private String inventory() {
    StringBuilder list = new StringBuilder();
    for (int line = 0; line < 6; line++) {
      list.append(Expansion.capitalised(words.rule("inventory-line"))).append(";\n");
    }
    return list.substring(0, list.length() - 2) + ".";
  }

  /** The text with one number or colour exchanged for another, or as it is where it has none. */
  String nearly(String text) {
    List<String> exchangeable = new ArrayList<>(grammar.templates("number"));
    exchangeable.addAll(grammar.templates("colour"));
    for (String word : random.shuffled(exchangeable)) {
      int at = text.indexOf(" " + word + " ");
      if (at >= 0) {
        List<String> kin = grammar.templates(kinOf(word));
        String other = kin.get((kin.indexOf(word) + 1 + random.below(kin.size() - 1)) % kin.size());
        return text.substring(0, at + 1) + other + text.substring(at + 1 + word.length());
      }
    }
    return text;
  }

  private String kinOf(String word) {
    return grammar.templates("number").contains(word) ? "number" : "colour";
  }
}
