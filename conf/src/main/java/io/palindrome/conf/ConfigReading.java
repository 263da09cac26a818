package io.palindrome.conf;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.palindrome.conf.ConfigProblems.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One reading of a configuration: gathers values by key, binds them, and collects problems. */
final class ConfigReading {
  private final ConfigKeys keys = ConfigKeys.ofRun();
  private final ConfigProblems problems = new ConfigProblems();
  private final Map<String, ConfigValue> values = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final ConfigObject file;
  private final List<String> overrides;

  ConfigReading(ConfigObject file, List<String> overrides) {
    this.file = file;
    this.overrides = List.copyOf(overrides);
  }

  RunConfig run() {
    gather("", file, null);
    overrides.forEach(this::override);
    RunConfig config = bindCollecting();
    if (!problems.isEmpty()) {
      throw problems.exception();
    }
    return config;
  }

  /** Takes the values of one group; {@code place} is null where each value knows its own line. */
  private void gather(String prefix, ConfigObject group, Place place) {
    group.forEach((name, value) -> give(prefix + name, value, place));
  }

  private void give(String key, ConfigValue value, Place given) {
    Place place = given == null ? placeOf(value.origin()) : given;
    if (keys.contains(key)) {
      values.put(key, value);
      places.put(key, place);
    } else if (value instanceof ConfigObject group && !group.isEmpty()) {
      gather(key + ".", group, given);
    } else if (keys.isGroup(key)) {
      problems.add(
          place, key + " must be a group of keys, but is " + ConfigValueReader.text(value));
    } else {
      problems.add(
          place,
          key
              + " must be a key of a run, but is unknown (its value is "
              + ConfigValueReader.text(value)
              + "); the nearest valid key is "
              + keys.nearest(key));
    }
  }

  private void override(String text) {
    Place place = new Place(Place.Origin.OVERRIDE, "--set " + text, 0);
    int equals = text.indexOf('=');
    if (equals < 1) {
      problems.add(place, "--set must be key=value, but is " + text);
      return;
    }
    String key = text.substring(0, equals).strip();
    String value = text.substring(equals + 1);
    give(key, keys.isText(key) ? ConfigValueFactory.fromAnyRef(value) : parse(value), place);
  }

  /** What is no HOCON value is text, and the type check will say so. */
  private static ConfigValue parse(String value) {
    try {
      return ConfigFactory.parseString("value = " + value).root().get("value");
    } catch (ConfigException e) {
      return ConfigValueFactory.fromAnyRef(value);
    }
  }

  /**
   * Binds until nothing breaks a rule: each broken rule is noted and the values that it speaks of
   * fall back to their defaults, so that the next one shows. A rule that speaks of a value that has
   * already fallen back proves nothing and is not noted.
   */
  private RunConfig bindCollecting() {
    Set<String> fallenBack = new HashSet<>();
    while (true) {
      try {
        return new RecordBinder(values).bind(RunConfig.DEFAULT);
      } catch (IllegalArgumentException e) {
        List<String> mentioned = keys.mentionedIn(e.getMessage());
        List<String> given = mentioned.stream().filter(values::containsKey).toList();
        if (mentioned.stream().noneMatch(fallenBack::contains)) {
          problems.add(given.isEmpty() ? Place.DEFAULTS : places.get(given.get(0)), e.getMessage());
        }
        if (given.isEmpty()) {
          return RunConfig.DEFAULT;
        }
        boolean blamed = given.get(0).equals(mentioned.get(0));
        List<String> culprits = blamed ? given.subList(0, 1) : given;
        fallenBack.addAll(culprits);
        values.keySet().removeAll(culprits);
      }
    }
  }

  private static Place placeOf(ConfigOrigin origin) {
    String name =
        origin.filename() == null
            ? origin.description().replaceFirst(": \\d+(-\\d+)?$", "")
            : origin.filename();
    return new Place(Place.Origin.FILE, name, Math.max(0, origin.lineNumber()));
  }
}
