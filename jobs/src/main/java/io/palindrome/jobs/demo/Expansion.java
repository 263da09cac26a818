package io.palindrome.jobs.demo;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Expands templates of one document: {@code {name}} is a binding, else a rule of the grammar dealt
 * from a deck; {@code {^name}} capitalises, {@code {a:name}} and {@code {A:name}} add the article.
 */
final class Expansion {
  private final StoryGrammar grammar;
  private final CounterRandom random;
  private final Map<String, Deck<String>> decks = new TreeMap<>();
  private final Map<String, Supplier<String>> bindings = new TreeMap<>();

  Expansion(StoryGrammar grammar, CounterRandom random) {
    this.grammar = grammar;
    this.random = random;
  }

  void bind(String name, String value) {
    bindings.put(name, () -> value);
  }

  void bind(String name, Supplier<String> value) {
    bindings.put(name, value);
  }

  /** One alternative of the rule, expanded. */
  String rule(String name) {
    Supplier<String> bound = bindings.get(name);
    if (bound != null) {
      return bound.get();
    }
    return expand(
        decks.computeIfAbsent(name, n -> new Deck<>(grammar.templates(n), random)).deal());
  }

  String expand(String template) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
      int close = template.indexOf('}', open);
      text.append(template, from, open).append(slot(template.substring(open + 1, close)));
      from = close + 1;
    }
    return text.append(template.substring(from)).toString();
  }

  private String slot(String slot) {
    if (slot.startsWith("^")) {
      return capitalised(rule(slot.substring(1)));
    }
    if (slot.startsWith("a:")) {
      return withArticle(rule(slot.substring(2)));
    }
    if (slot.startsWith("A:")) {
      return capitalised(withArticle(rule(slot.substring(2))));
    }
    return rule(slot);
  }

  static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String withArticle(String noun) {
    boolean vowelSound = "aeiou".indexOf(noun.charAt(0)) >= 0 || noun.startsWith("hour");
    return (vowelSound ? "an " : "a ") + noun;
  }
}
