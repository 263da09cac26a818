package io.palindrome.model.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.palindrome.model.parameter.ParameterLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names and shapes of all weights of a published network. */
final class ShapesFixture {
  private final String name;
  private final JsonNode content;

  ShapesFixture(String name, JsonNode content) {
    this.name = name;
    this.content = content;
  }

  /** Whether a file's content is of this kind. */
  static boolean describes(JsonNode content) {
    return content.has("config") && content.path("shapes").isObject();
  }

  List<Verdict> check() {
    ParameterLayout layout = ParameterLayout.of(FixtureConfig.of(content.get("config")));
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(
        new Verdict(name, "names and shapes", differing(layout, content.get("shapes")), 0));
    if (content.has("parameters")) {
      double difference = Math.abs(layout.parameterCount() - content.get("parameters").asDouble());
      verdicts.add(new Verdict(name, "parameter count", difference, 0));
    }
    return verdicts;
  }

  /** Names that only one side has, or with another shape. */
  static int differing(ParameterLayout layout, JsonNode shapes) {
    Set<String> missing = new HashSet<>();
    layout.slots().forEach(slot -> missing.add(slot.name()));
    int differing = 0;
    for (Iterator<Map.Entry<String, JsonNode>> it = shapes.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = it.next();
      List<Long> shape = new ArrayList<>();
      entry.getValue().forEach(size -> shape.add(size.asLong()));
      boolean same =
          layout.contains(entry.getKey()) && layout.slot(entry.getKey()).shape().equals(shape);
      missing.remove(entry.getKey());
      differing += same ? 0 : 1;
    }
    return differing + missing.size();
  }
}
