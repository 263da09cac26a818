package io.palindrome.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void tellsEveryProblemAtOnceWithPlaceKeyValueAndRule() throws IOException {
    Path file =
        file(
            "wrong.conf",
            """
            model {
              d-model = 999999
              lsh.chunk-lenght = 32
              position.axial-widths = [16, 48]
              layers = [local, lsh, global]
            }
            train.batch.length = 100
            train.evaluation.length = 99968
            modle.heads = 2
            runtime = fast
            """);
    List<String> overrides = List.of("train.rounds=many", "train.sede=7", "quick");
    assertThatThrownBy(() -> ConfigFile.read(file, overrides))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            Cannot use the configuration: 10 problems
              F:2: model.d-model must be between 1 and 65536, but is 999999
              F:3: model.lsh.chunk-lenght must be a key of a run, but is unknown (its value is 32); \
            the nearest valid key is model.lsh.chunk-length
              F:5: model.layers must be one of local, lsh, full, but is "global"
              F:7: train.batch.length must be a multiple of 64 (model.lsh.chunk-length, \
            model.local.chunk-length, model.full.block-length), but is 100; the next usable length is 128
              F:8: train.evaluation.length must be at most model.position.max-length 16384, \
            but is 99968
              F:9: modle.heads must be a key of a run, but is unknown (its value is 2); \
            the nearest valid key is model.heads
              F:10: runtime must be a group of keys, but is "fast"
              --set quick: --set must be key=value, but is quick
              --set train.rounds=many: train.rounds must be a whole number, but is "many"
              --set train.sede=7: train.sede must be a key of a run, but is unknown \
            (its value is 7); the nearest valid key is train.seed"""
                .replace("F:", file + ":"));
  }

  @Test
  void saysWhereTheOtherKeyOfABrokenRuleWasGiven() throws IOException {
    Path file = file("narrow.conf", "train.seed = 3\nmodel.d-model = 128\n");
    assertThatThrownBy(() -> ConfigFile.read(file, List.of()))
        .hasMessage(
            "Cannot use the configuration: 1 problem\n  "
                + file
                + ":2: model.position.axial-widths must sum to model.d-model 128, but is [64, 192]");
  }

  @Test
  void letsOverridesWinAndLaterOnesMost() throws IOException {
    Path file = file("a.conf", "train { rounds = 5, seed = 5 }");
    TrainConfig train =
        ConfigFile.read(file, List.of("train.rounds=6", "train.rounds = 7")).train();
    assertThat(train.rounds()).isEqualTo(7);
    assertThat(train.seed()).isEqualTo(5);
  }

  @Test
  void followsIncludesAndSubstitutions() throws IOException {
    file("common.conf", "width = 64\n");
    Path file = file("a.conf", "model { d-head = 32, lsh.chunk-length = ${model.d-head} }");
    assertThat(ConfigFile.read(file, List.of()).model().lsh().chunkLength()).isEqualTo(32);
    Path including = file("b.conf", "include \"a.conf\"\nmodel.d-head = 16");
    assertThat(ConfigFile.read(including, List.of()).model().lsh().chunkLength()).isEqualTo(16);
    Path broken = file("c.conf", "include \"common.conf\"");
    assertThatThrownBy(() -> ConfigFile.read(broken, List.of()))
        .hasMessageContaining(folder.resolve("common.conf") + ":1: width must be a key of a run");
  }

  @Test
  void namesTheMissingFile() {
    Path missing = folder.resolve("missing.conf");
    assertThatThrownBy(() -> ConfigFile.read(missing, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read the configuration %s: no readable file has this name; the profiles are in"
                    .formatted(missing)
                + " conf/profiles");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model { d-model = ", "train.seed = ${nowhere}", "train.seed = }"})
  void namesTheLineOfBrokenHocon(String text) throws IOException {
    Path file = file("broken.conf", "\n" + text);
    assertThatThrownBy(() -> ConfigFile.read(file, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read the configuration " + file + ": ")
        .hasMessageContaining("broken.conf: 2:")
        .hasMessageEndingWith("; correct its HOCON");
  }

  @Test
  void doesNotReadTheEnvironment() throws IOException {
    Path file = file("a.conf", "report.sample-prompt = ${PATH}");
    assertThatThrownBy(() -> ConfigFile.read(file, List.of()))
        .hasMessageContaining("Could not resolve substitution");
  }

  @ParameterizedTest
  @CsvSource({
    "model.lsh.chunk-lengths, model.lsh.chunk-length",
    "lsh.hash-rounds, model.lsh.hash-rounds",
    "learning-rate, train.optimizer.learning-rate",
    "model.lsh.chunklength, model.lsh.chunk-length",
    "train.checkpoint.every-round, train.checkpoint.every-rounds"
  })
  void suggestsTheNearestKey(String unknown, String nearest) {
    assertThatThrownBy(() -> ConfigFile.defaults(List.of(unknown + "=1")))
        .hasMessageEndingWith("; the nearest valid key is " + nearest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "novel", "long", "gpu"})
  void readsTheProfile(String name) {
    RunConfig config = ConfigFile.read(Path.of("profiles", name + ".conf"), List.of());
    String text = ConfigFile.render(config);
    assertThat(ConfigFile.parse("stored.conf", text, List.of())).isEqualTo(config);
    assertThat(config).isNotEqualTo(RunConfig.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "novel", "long", "gpu"})
  void commentsTheKeysOfTheProfile(String name) throws IOException {
    assertThat(Files.readAllLines(Path.of("profiles", name + ".conf")))
        .filteredOn(line -> line.contains(" = ") && !line.startsWith("  layers"))
        .allMatch(line -> line.contains("  #") || line.startsWith("#"));
  }
}
