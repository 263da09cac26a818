package io.palindrome.conf;

import com.typesafe.config.ConfigValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fills records from values by key; what no key gives keeps its default. */
final class RecordBinder {
  private final Map<String, ConfigValue> values;

  RecordBinder(Map<String, ConfigValue> values) {
    this.values = values;
  }

  /** Throws {@link IllegalArgumentException} for the first value that breaks a rule. */
  <T extends Record> T bind(T defaults) {
    return bind("", defaults);
  }

  private <T extends Record> T bind(String prefix, T defaults) {
    List<Class<?>> types = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      String key = prefix + ConfigKeys.kebab(component.getName());
      Object original = valueOf(component, defaults);
      types.add(component.getType());
      if (original instanceof Record group) {
        arguments.add(bind(key + ".", group));
      } else if (values.containsKey(key)) {
        arguments.add(ConfigValueReader.read(key, component, values.get(key)));
      } else {
        arguments.add(original);
      }
    }
    return construct(defaults, types, arguments);
  }

  static Object valueOf(RecordComponent component, Record owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }

  private static <T extends Record> T construct(
      T defaults, List<Class<?>> types, List<Object> arguments) {
    try {
      @SuppressWarnings("unchecked")
      Class<T> type = (Class<T>) defaults.getClass();
      Constructor<T> constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
      return constructor.newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException broken) {
        throw broken;
      }
      throw new IllegalStateException("Cannot make a " + defaults.getClass().getSimpleName(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make a " + defaults.getClass().getSimpleName(), e);
    }
  }
}
