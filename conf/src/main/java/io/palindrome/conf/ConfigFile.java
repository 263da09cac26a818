package io.palindrome.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * HOCON text and {@code key=value} overrides to a {@link RunConfig}, and back.
 *
 * <p>All methods that read throw one {@link UserException} with every problem: place, key, value,
 * rule, and for an unknown key the nearest valid one. Overrides win over the text, later ones over
 * earlier ones; what neither gives keeps its default.
 */
public final class ConfigFile {
  private ConfigFile() {}

  /** Reads a file; its includes are looked for beside it. */
  public static RunConfig read(Path file, List<String> overrides) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UserException(
          "Cannot read the configuration "
              + file
              + ": no readable file has this name; the profiles are in conf/profiles");
    }
    try {
      return bind(ConfigFactory.parseFile(file.toFile(), strict()), overrides);
    } catch (ConfigException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads HOCON text, such as the configuration stored in a checkpoint.
   *
   * @param name what messages call it
   */
  public static RunConfig parse(String name, String text, List<String> overrides) {
    try {
      return bind(ConfigFactory.parseString(text, strict().setOriginDescription(name)), overrides);
    } catch (ConfigException e) {
      throw unreadable(name, e);
    }
  }

  /** The defaults, with overrides. */
  public static RunConfig defaults(List<String> overrides) {
    return bind(ConfigFactory.empty(), overrides);
  }

  /**
   * The whole configuration as sorted {@code key = value} lines. Equal configurations give equal
   * text, and {@link #parse} gives the configuration back.
   */
  public static String render(RunConfig config) {
    return ConfigText.render(config);
  }

  /** The keys of one group and their values as text, such as of {@code model}. */
  public static SortedMap<String, String> keys(String group, Record values) {
    return ConfigText.keys(group + ".", values);
  }

  private static RunConfig bind(Config given, List<String> overrides) {
    Config resolved = given.resolve(ConfigResolveOptions.noSystem());
    return new ConfigReading(resolved.root(), overrides).run();
  }

  private static ConfigParseOptions strict() {
    return ConfigParseOptions.defaults().setAllowMissing(false);
  }

  private static UserException unreadable(String name, ConfigException e) {
    return new UserException(
        "Cannot read the configuration " + name + ": " + e.getMessage() + "; correct its HOCON", e);
  }
}
