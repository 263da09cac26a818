package io.palindrome.jobs.demo;

import java.util.ArrayList;
import java.util.List;

/** Composes paragraphs of ordinary story: scenery, action, talk, journeys, accounts. */
final class SceneWriter {
  /** Kinds of scene; those named more often come more often. */
  private static final List<String> KINDS =
      List.of(
          "action",
          "action",
          "action",
          "talk",
          "talk",
          "talk",
          "scenery",
          "reflection",
          "journey",
          "meal",
          "gossip",
          "craft",
          "dream",
          "ledger");

  private final Expansion words;
  private final CounterRandom random;
  private final Deck<String> kinds;

  SceneWriter(Expansion words, CounterRandom random) {
    this.words = words;
    this.random = random;
    this.kinds = new Deck<>(KINDS, random);
  }

  /** The next scene: one or more paragraphs separated by blank lines. */
  String scene() {
    String kind = kinds.deal();
    return switch (kind) {
      case "talk" -> talk();
      case "ledger" -> ledger();
      case "scenery" -> prose("scenery", "scenery", "scenery", "gossip");
      case "action" -> prose(random.below(2) == 0 ? "scenery" : "action", "action", "action");
      case "reflection" -> prose("reflection", "reflection", "action", "reflection");
      case "journey" -> prose("journey", "journey", "scenery", "journey");
      case "meal" -> prose("scenery", "meal", "gossip", "meal");
      case "gossip" -> prose("gossip", "gossip", "reflection");
      case "craft" -> prose("craft", "action", "craft");
      case "dream" -> prose("dream", "dream", "reflection");
      default -> throw new IllegalStateException("scene must be a known kind, but is " + kind);
    };
  }

  private String prose(String... rules) {
    List<String> sentences = new ArrayList<>();
    for (String rule : rules) {
      sentences.add(words.rule(rule));
    }
    if (random.below(2) == 0) {
      sentences.add(words.rule("action"));
    }
    return String.join(" ", sentences);
  }

  private String talk() {
    List<String> lines = new ArrayList<>();
    lines.add(words.rule("action"));
    int exchanges = 2 + random.below(3);
    for (int exchange = 0; exchange < exchanges; exchange++) {
      lines.add(spoken("who", "ask"));
      lines.add(spoken("other", "answer"));
    }
    lines.add(words.rule("reflection"));
    return String.join("\n\n", lines);
  }

  private String spoken(String speaker, String rule) {
    String line = words.rule(rule);
    if (random.below(3) == 0) {
      return line;
    }
    words.bind("speaker", words.rule(speaker));
    String open = line.endsWith(".\"") ? line.substring(0, line.length() - 2) + ",\"" : line;
    return open + " " + words.rule(rule + "-tag") + ".";
  }

  private String ledger() {
    List<String> lines = new ArrayList<>();
    int entries = 4 + random.below(4);
    for (int entry = 0; entry < entries; entry++) {
      lines.add(words.rule("ledger-line"));
    }
    return words.expand("{who} opened the ledger at {month} and read:\n\n")
        + String.join("\n", lines)
        + "\n\n"
        + words.rule("reflection");
  }
}
