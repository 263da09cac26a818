package io.palindrome.model.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.DataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A JSON object from a file that may be damaged: every accessor checks the type and fails with one
 * line.
 *
 * @param purpose how messages begin, such as {@code Cannot read /runs/7/config.json}
 */
record JsonObject(String purpose, ObjectNode node) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static JsonObject parse(String purpose, byte[] json) {
    JsonNode node;
    try {
      node = MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new DataException(
          "%s: it is not valid JSON (%s)".formatted(purpose, firstLine(e.getOriginalMessage())), e);
    }
    if (node instanceof ObjectNode object) {
      return new JsonObject(purpose, object);
    }
    throw new DataException(purpose + ": it is not a JSON object");
  }

  static ObjectNode empty() {
    return MAPPER.createObjectNode();
  }

  /** Two-space indented, in insertion order, ending in a line feed: equal on every machine. */
  static byte[] render(ObjectNode node) {
    return (JsonText.of(node) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Without spaces, in insertion order. */
  static byte[] renderCompact(ObjectNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String firstLine(String text) {
    return printable(text.lines().findFirst().orElse("no reason given"));
  }

  /** A message quotes the file, which may hold what moves a terminal's cursor. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cc}", "?");
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  long integer(String field) {
    JsonNode value = node.path(field);
    require(value.isIntegralNumber() && value.canConvertToLong(), field, "a whole number");
    return value.longValue();
  }

  int integer(String field, int otherwise) {
    if (!has(field)) {
      return otherwise;
    }
    long value = integer(field);
    require(value == (int) value, field, "a whole number of 32 bits");
    return (int) value;
  }

  double number(String field, double otherwise) {
    return has(field) ? number(field) : otherwise;
  }

  double number(String field) {
    require(node.path(field).isNumber(), field, "a number");
    return node.path(field).doubleValue();
  }

  boolean flag(String field, boolean otherwise) {
    if (!has(field)) {
      return otherwise;
    }
    require(node.path(field).isBoolean(), field, "true or false");
    return node.path(field).booleanValue();
  }

  String text(String field) {
    require(node.path(field).isTextual(), field, "a string");
    return node.path(field).textValue();
  }

  List<Long> integers(String field) {
    return list(
        field,
        "a list of whole numbers",
        value -> value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null);
  }

  List<String> texts(String field) {
    return list(field, "a list of strings", JsonNode::textValue);
  }

  JsonObject object(String field) {
    if (node.path(field) instanceof ObjectNode object) {
      return new JsonObject(purpose + ": " + field, object);
    }
    throw refused(field, "an object");
  }

  private <T> List<T> list(String field, String rule, Function<JsonNode, T> element) {
    require(node.path(field).isArray(), field, rule);
    List<T> values = new ArrayList<>();
    for (JsonNode value : node.path(field)) {
      T converted = element.apply(value);
      require(converted != null, field, rule);
      values.add(converted);
    }
    return values;
  }

  private void require(boolean holds, String field, String rule) {
    if (!holds) {
      throw refused(field, rule);
    }
  }

  /** What to throw for a field that breaks {@code rule}. */
  DataException refused(String field, String rule) {
    JsonNode value = node.path(field);
    return new DataException(
        value.isMissingNode()
            ? "%s: it has no %s".formatted(purpose, field)
            : "%s: %s must be %s, but is %s".formatted(purpose, field, rule, shortened(value)));
  }

  private static String shortened(JsonNode value) {
    String text = printable(value.toString());
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}
