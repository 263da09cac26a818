package io.palindrome.jobs.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules of the story: a name, and the templates it may expand to. The text form is a line
 * {@code [name]}, then one template a line; {@code #} starts a comment line.
 */
record StoryGrammar(Map<String, List<String>> rules) {

  static StoryGrammar bundled() {
    try (InputStream in = StoryGrammar.class.getResourceAsStream("story.grammar")) {
      if (in == null) {
        throw new IllegalStateException(
            "Cannot read story.grammar: it is not on the class path; rebuild the jar");
      }
      return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StoryGrammar parse(BufferedReader reader) throws IOException {
    Map<String, List<String>> rules = new TreeMap<>();
    List<String> current = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("[")) {
        current = new ArrayList<>();
        rules.put(line.substring(1, line.indexOf(']')), current);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        current.add(line);
      }
    }
    return new StoryGrammar(Collections.unmodifiableMap(rules));
  }

  List<String> templates(String rule) {
    List<String> templates = rules.get(rule);
    if (templates == null) {
      throw new IllegalArgumentException("rule must be one of the grammar, but is " + rule);
    }
    return templates;
  }
}
