package io.palindrome.conf;

import com.typesafe.config.ConfigUtil;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A configuration as sorted HOCON lines. */
final class ConfigText {
  private ConfigText() {}

  static String render(RunConfig config) {
    return keys("", config).entrySet().stream()
        .map(line -> line.getKey() + " = " + line.getValue() + "\n")
        .collect(Collectors.joining());
  }

  static SortedMap<String, String> keys(String prefix, Record group) {
    SortedMap<String, String> lines = new TreeMap<>();
    collect(prefix, group, lines);
    return lines;
  }

  private static void collect(String prefix, Record group, SortedMap<String, String> into) {
    for (RecordComponent component : group.getClass().getRecordComponents()) {
      String key = prefix + ConfigKeys.kebab(component.getName());
      Object value = RecordBinder.valueOf(component, group);
      if (value instanceof Record inner) {
        collect(key + ".", inner, into);
      } else if (component.isAnnotationPresent(Bytes.class)) {
        into.put(key, ByteSize.format((long) value));
      } else {
        into.put(key, text(value));
      }
    }
  }

  private static String text(Object value) {
    if (value instanceof Enum<?> constant) {
      return ConfigKeys.kebab(constant);
    } else if (value instanceof String string) {
      return ConfigUtil.quoteString(string);
    } else if (value instanceof List<?> list) {
      return list.stream().map(ConfigText::text).collect(Collectors.joining(", ", "[", "]"));
    }
    return String.valueOf(value);
  }
}
