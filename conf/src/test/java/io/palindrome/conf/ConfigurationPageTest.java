package io.palindrome.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/configuration.md} says what the code does: keys, defaults, choices, bounds. */
class ConfigurationPageTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z0-9.-]+\\.[a-z0-9.-]+)` \\| `(.*?)` \\| (.+?) \\| (.+) \\|$");
  private static final Pattern RANGE =
      Pattern.compile("^(-?[0-9.e-]+[kmgt]?) to ([0-9.e-]+[kmgt]?)");
  private static final Pattern BOUNDS =
      Pattern.compile("must be between (\\S+) and (\\S+), but is");
  private static final Pattern CHOICE = Pattern.compile("`([a-z0-9-]+)`");

  /** A line of one of the page's tables. */
  record Row(String key, String value, String rule, String meaning) {
    @Override
    public String toString() {
      return key;
    }
  }

  private static List<Row> rows() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("docs/configuration.md"))) {
      folder = folder.getParent();
    }
    return Files.readAllLines(folder.resolve("docs/configuration.md")).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(row -> new Row(row.group(1), row.group(2), row.group(3), row.group(4)))
        .toList();
  }

  @Test
  void hasEveryKeyOnceAndNoOther() throws IOException {
    assertThat(rows())
        .extracting(Row::key)
        .containsExactlyInAnyOrderElementsOf(ConfigKeys.ofRun().components().keySet());
  }

  @Test
  void hasTheDefaultOfEveryKey() throws IOException {
    assertThat(rows())
        .extracting(row -> row.key() + " = " + row.value())
        .containsExactlyInAnyOrderElementsOf(ConfigFile.render(RunConfig.DEFAULT).lines().toList());
  }

  private static Stream<Row> choices() throws IOException {
    return rows().stream().filter(row -> choice(row.key()).isEnum());
  }

  @ParameterizedTest
  @MethodSource("choices")
  void namesEveryChoice(Row row) {
    Set<String> constants =
        Arrays.stream(choice(row.key()).getEnumConstants())
            .map(constant -> ConfigKeys.kebab((Enum<?>) constant))
            .collect(Collectors.toSet());
    String rule = row.rule().replaceAll(";.*", "");
    assertThat(CHOICE.matcher(rule).results().map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(constants);
  }

  private static Class<?> choice(String key) {
    RecordComponent component = ConfigKeys.ofRun().components().get(key);
    return component.getGenericType() instanceof ParameterizedType list
        ? (Class<?>) list.getActualTypeArguments()[0]
        : component.getType();
  }

  private static Stream<Row> numbers() throws IOException {
    return rows().stream()
        .filter(row -> Set.of(int.class, long.class, double.class).contains(choice(row.key())))
        .filter(row -> !row.key().equals("train.seed"));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void statesTheBoundsThatTheCodeKeeps(Row row) {
    Matcher range = RANGE.matcher(row.rule());
    if (range.find()) {
      BigDecimal low = number(range.group(1));
      BigDecimal high = number(range.group(2));
      assertRange(row.key(), high.add(BigDecimal.ONE), low, high);
      if (low.signum() == 0 && choice(row.key()) == long.class) {
        assertRefused(row.key(), "-1", "must be a size such as");
      } else {
        assertRange(row.key(), low.subtract(BigDecimal.ONE), low, high);
      }
    } else if (row.rule().startsWith("at least 0, less than 1")) {
      assertRefused(row.key(), "1", "must be at least 0 and less than 1, but is");
      assertRefused(row.key(), "-0.1", "must be at least 0 and less than 1, but is");
    } else if (row.rule().startsWith("0 or more")) {
      assertRefused(row.key(), "-1", "must be 0 or more");
    } else {
      assertThat(row.rule()).startsWith("more than 0");
      assertRefused(row.key(), "0", "must be positive");
    }
  }

  private static void assertRange(String key, BigDecimal value, BigDecimal low, BigDecimal high) {
    assertThatThrownBy(() -> ConfigFile.defaults(List.of(key + "=" + value.toPlainString())))
        .isInstanceOf(UserException.class)
        .satisfies(
            refused -> {
              MatchResult bounds =
                  BOUNDS.matcher(refused.getMessage()).results().findFirst().orElseThrow();
              assertThat(number(bounds.group(1))).isEqualByComparingTo(low);
              assertThat(number(bounds.group(2))).isEqualByComparingTo(high);
            });
  }

  private static void assertRefused(String key, String value, String rule) {
    assertThatThrownBy(() -> ConfigFile.defaults(List.of(key + "=" + value)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(key + " " + rule);
  }

  /** A number as the page or a message writes it: {@code 1e-12}, {@code 2g}, {@code 1073741824}. */
  private static BigDecimal number(String text) {
    OptionalLong size = ByteSize.parse(text);
    return size.isPresent() ? BigDecimal.valueOf(size.getAsLong()) : new BigDecimal(text);
  }
}
