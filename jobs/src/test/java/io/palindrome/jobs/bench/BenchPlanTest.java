package io.palindrome.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.command.CommandRunner;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.jobs.command.SparkLaunch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchPlanTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private ExitClass run(List<String> arguments) {
    Console console = Console.of(new PrintWriter(out), new PrintWriter(err));
    return new CommandRunner(new BenchCommand(), console, new SparkLaunch())
        .run(arguments.toArray(String[]::new));
  }

  @Test
  void autoIsResolvedForTheMeasuredStep() throws IOException {
    List<String> step = new ArrayList<>(List.of("step", "--length", "128", "--repeats", "1"));
    step.addAll(List.of("--warm-ups", "0", "--json"));
    for (String override :
        List.of(
            "train.memory.strategy=auto",
            "model.d-model=8",
            "model.position.axial-widths=[4,4]",
            "model.heads=1",
            "model.d-head=8")) {
      step.addAll(List.of("--set", override));
    }
    assertThat(run(step)).as(err.toString()).isEqualTo(ExitClass.DONE);
    assertThat(new ObjectMapper().readTree(out.toString()).path("stepFlops").asDouble())
        .isPositive();
  }

  /** The benchmark itself starts processes and takes minutes; these are its configurations. */
  @Test
  void predictionsAreComparedForConfigurationsThatDiffer() {
    List<RunConfig> configs =
        PlanPoint.all().stream().map(point -> ConfigFile.defaults(point.overrides())).toList();
    assertThat(configs).hasSizeGreaterThanOrEqualTo(6);
    assertThat(configs.stream().map(config -> config.train().memory().strategy()).distinct())
        .hasSize(3);
    assertThat(configs.stream().map(config -> config.model().layers().size()).distinct())
        .contains(6, 24, 48);
    assertThat(configs.stream().map(config -> config.model().dModel()).distinct())
        .contains(128, 256, 512);
    assertThat(configs.stream().map(config -> config.model().vocabularySize()).distinct())
        .contains(0, 32_000);
    assertThat(PlanPoint.all().stream().map(PlanPoint::length).distinct())
        .contains(4096, 16_384, 65_536);
    assertThat(PlanPoint.all().stream().map(PlanPoint::batch).distinct()).contains(1, 8);
  }

  @Test
  void aPredictionThatIsNotThereCannotBeCompared() {
    assertThat(run(List.of("plan", "--points", "99"))).isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("--points must be between 1 and 9, but is [99]");
  }
}
