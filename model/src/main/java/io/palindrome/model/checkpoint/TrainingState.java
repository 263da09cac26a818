package io.palindrome.model.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.DataException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Where a run stands: the step, and named numbers, measures and texts such as averaging round,
 * tokens, epoch and the place in the plan. Written as {@code state.json}.
 *
 * @param step optimizer updates so far; names and orders checkpoints
 */
public record TrainingState(
    long step,
    SortedMap<String, Long> numbers,
    SortedMap<String, Double> measures,
    SortedMap<String, String> texts) {
  public TrainingState {
    if (step < 0) {
      throw new IllegalArgumentException("step must be 0 or more, but is " + step);
    }
    numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
    measures = Collections.unmodifiableSortedMap(new TreeMap<>(measures));
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    measures.forEach(
        (name, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                "%s must be finite, but is %s".formatted(name, value));
          }
        });
  }

  /** A state that knows its step only. */
  public static TrainingState at(long step) {
    return new TrainingState(step, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  /** This and one more number. */
  public TrainingState with(String name, long value) {
    return new TrainingState(step, added(numbers, name, value), measures, texts);
  }

  /** This and one more measure, which must be finite. */
  public TrainingState with(String name, double value) {
    return new TrainingState(step, numbers, added(measures, name, value), texts);
  }

  /** This and one more text. */
  public TrainingState with(String name, String value) {
    return new TrainingState(step, numbers, measures, added(texts, name, value));
  }

  /** The number of that name. */
  public long number(String name) {
    return found(numbers, "number", name);
  }

  /** The measure of that name. */
  public double measure(String name) {
    return found(measures, "measure", name);
  }

  /** The text of that name. */
  public String text(String name) {
    return found(texts, "text", name);
  }

  private static <T> T found(SortedMap<String, T> values, String kind, String name) {
    T value = values.get(name);
    if (value == null) {
      throw new DataException(
          "Cannot resume: the checkpoint's state has no %s %s, only %s; start a new run"
              .formatted(kind, name, values.keySet()));
    }
    return value;
  }

  private static <T> SortedMap<String, T> added(SortedMap<String, T> values, String name, T value) {
    SortedMap<String, T> more = new TreeMap<>(values);
    more.put(name, value);
    return more;
  }

  byte[] render() {
    ObjectNode json = JsonObject.empty();
    json.put("step", step);
    ObjectNode ofNumbers = json.putObject("numbers");
    numbers.forEach((name, value) -> ofNumbers.put(name, value));
    ObjectNode ofMeasures = json.putObject("measures");
    measures.forEach((name, value) -> ofMeasures.put(name, value));
    ObjectNode ofTexts = json.putObject("texts");
    texts.forEach((name, value) -> ofTexts.put(name, value));
    return JsonObject.render(json);
  }

  static TrainingState parse(JsonObject json) {
    JsonObject numbers = json.object("numbers");
    JsonObject measures = json.object("measures");
    JsonObject texts = json.object("texts");
    return new TrainingState(
        json.integer("step"),
        collect(numbers, (name, into) -> into.put(name, numbers.integer(name))),
        collect(measures, (name, into) -> into.put(name, measures.number(name))),
        collect(texts, (name, into) -> into.put(name, texts.text(name))));
  }

  private static <T> SortedMap<String, T> collect(
      JsonObject json, BiConsumer<String, SortedMap<String, T>> reader) {
    SortedMap<String, T> values = new TreeMap<>();
    json.node().fieldNames().forEachRemaining(name -> reader.accept(name, values));
    return values;
  }
}
