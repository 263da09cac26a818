package io.palindrome.conf;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Turns one HOCON value into the type of its component, strictly: "5" in quotes is no number. */
final class ConfigValueReader {
  private final String key;
  private final ConfigValue value;

  private ConfigValueReader(String key, ConfigValue value) {
    this.key = key;
    this.value = value;
  }

  static Object read(String key, RecordComponent component, ConfigValue value) {
    ConfigValueReader reader = new ConfigValueReader(key, value);
    if (component.isAnnotationPresent(Bytes.class)) {
      return reader.bytes();
    }
    if (component.getType() == List.class) {
      ParameterizedType list = (ParameterizedType) component.getGenericType();
      return reader.list((Class<?>) list.getActualTypeArguments()[0]);
    }
    return reader.scalar(component.getType());
  }

  /** The value as a user would write it, on one line. */
  static String text(ConfigValue value) {
    return value.render(ConfigRenderOptions.concise());
  }

  private Object scalar(Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return (int) whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (type == long.class) {
      return whole(Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (type == double.class) {
      require(value.valueType() == ConfigValueType.NUMBER, "a number");
      return ((Number) value.unwrapped()).doubleValue();
    } else if (type == boolean.class) {
      require(value.valueType() == ConfigValueType.BOOLEAN, "true or false");
      return value.unwrapped();
    } else if (type == String.class) {
      require(value.valueType() == ConfigValueType.STRING, "text in quotes");
      return value.unwrapped();
    }
    return constant(type);
  }

  private long whole(long smallest, long largest) {
    require(value.valueType() == ConfigValueType.NUMBER, "a whole number");
    BigDecimal number = new BigDecimal(value.unwrapped().toString());
    require(number.stripTrailingZeros().scale() <= 0, "a whole number");
    Check.that(
        number.compareTo(BigDecimal.valueOf(smallest)) >= 0
            && number.compareTo(BigDecimal.valueOf(largest)) <= 0,
        "%s must be between %d and %d, but is %s",
        key,
        smallest,
        largest,
        text(value));
    return number.longValueExact();
  }

  private long bytes() {
    OptionalLong size =
        switch (value.valueType()) {
          case NUMBER, STRING -> ByteSize.parse(value.unwrapped().toString());
          default -> OptionalLong.empty();
        };
    require(size.isPresent(), "a size such as 64m, 2g or 1048576");
    return size.getAsLong();
  }

  private Object constant(Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String name = ConfigKeys.kebab((Enum<?>) constant);
      if (value.valueType() == ConfigValueType.STRING && name.equals(value.unwrapped())) {
        return constant;
      }
      names.add(name);
    }
    require(false, names.size() == 1 ? names.get(0) : "one of " + String.join(", ", names));
    throw new AssertionError("unreachable");
  }

  private List<Object> list(Class<?> type) {
    String rule =
        type == Integer.class
            ? "a list of whole numbers"
            : "a list of "
                + String.join(
                    ", ",
                    Arrays.stream(type.getEnumConstants())
                        .map(constant -> ConfigKeys.kebab((Enum<?>) constant))
                        .toList());
    require(value instanceof ConfigList, rule);
    List<Object> read = new ArrayList<>();
    for (ConfigValue element : (ConfigList) value) {
      read.add(new ConfigValueReader(key, element).scalar(type));
    }
    return List.copyOf(read);
  }

  private void require(boolean holds, String rule) {
    Check.that(holds, "%s must be %s, but is %s", key, rule, text(value));
  }
}
