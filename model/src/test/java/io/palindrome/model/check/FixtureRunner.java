package io.palindrome.model.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs every fixture of a folder, recognised by its content and never by its name: a line for each
 * group of tensors with its worst error, a line for what cannot be run, a line that counts.
 */
public final class FixtureRunner {
  private static final String TENSORS = ".safetensors";
  private static final String JSON = ".json";

  private record Precision(Supplier<Kernels> kernels, ModelFixture.Bounds bounds) {}

  private static final List<Precision> PRECISIONS =
      List.of(
          new Precision(ReferenceKernels::new, ModelFixture.Bounds.FLOAT64),
          new Precision(
              () -> new HostKernels(Runtime.getRuntime().availableProcessors()),
              ModelFixture.Bounds.FLOAT32));

  private final Path folder;
  private final PrintStream out;
  private final List<Precision> precisions;
  private final List<Fixture> models = new ArrayList<>();
  private int passed;
  private int failed;

  private FixtureRunner(Path folder, PrintStream out, List<Precision> precisions) {
    this.folder = folder;
    this.out = out;
    this.precisions = precisions;
  }

  /**
   * Runs the fixtures of folder args[0], in float32 on the {@link KernelChoice} of args[1] where
   * that is given; exits with 1 if one failed, with 2 if there is none.
   */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (args.length < 1 || args.length > 2 || !Files.isDirectory(Path.of(args[0]))) {
      out.printf(
          Locale.ROOT,
          "Cannot run fixtures: one folder must be given, but the arguments are %s%n",
          List.of(args));
      System.exit(2);
    }
    System.exit(
        args.length == 1
            ? run(Path.of(args[0]), out)
            : run(Path.of(args[0]), out, KernelChoice.of(args[1])));
  }

  /** Prints the lines; returns the exit code. */
  static int run(Path folder, PrintStream out) {
    return run(new FixtureRunner(folder, out, PRECISIONS));
  }

  /** The same on kernels of choice. */
  static int run(Path folder, PrintStream out, KernelChoice kernels) {
    Precision chosen = new Precision(kernels::open, ModelFixture.Bounds.FLOAT32);
    return run(new FixtureRunner(folder, out, List.of(chosen)));
  }

  private static int run(FixtureRunner runner) {
    runner.all();
    runner.out.printf(Locale.ROOT, "%d checks passed, %d failed%n", runner.passed, runner.failed);
    return runner.failed > 0 || runner.passed == 0 ? 1 : 0;
  }

  private void all() {
    List<Path> entries;
    try (Stream<Path> listed = Files.list(folder)) {
      entries = listed.sorted().toList();
    } catch (IOException e) {
      fail(folder.toString(), e);
      return;
    }
    entries.stream().filter(entry -> named(entry, TENSORS)).forEach(this::tensors);
    entries.stream().filter(entry -> named(entry, JSON)).forEach(this::json);
    entries.stream().filter(Files::isDirectory).forEach(this::folder);
  }

  private static boolean named(Path entry, String ending) {
    return Files.isRegularFile(entry) && entry.getFileName().toString().endsWith(ending);
  }

  private static String stem(Path file, String ending) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ending.length());
  }

  private interface Check {
    List<Verdict> run() throws IOException;
  }

  /** Runs a check; whatever goes wrong in it is one failed line. */
  private void line(String name, Check check) {
    try {
      for (Verdict verdict : check.run()) {
        out.println(verdict);
        if (verdict.passed()) {
          passed++;
        } else {
          failed++;
        }
      }
    } catch (IOException | RuntimeException e) {
      fail(name, e);
    }
  }

  private void fail(String name, Exception cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    fail(name, message.lines().findFirst().orElse(cause.toString()));
  }

  private void fail(String name, String reason) {
    failed++;
    out.printf(Locale.ROOT, "FAILED %-28s %s%n", name, reason);
  }

  private void tensors(Path file) {
    String name = stem(file, TENSORS);
    Fixture fixture;
    try {
      fixture = Fixture.read(file);
    } catch (IOException | RuntimeException e) {
      fail(name, "cannot be read: " + e);
      return;
    }
    if (ModelFixture.describes(fixture)) {
      models.add(fixture);
      for (Precision at : precisions) {
        line(
            name,
            () ->
                new ModelFixture(fixture)
                    .check(at.kernels().get(), MemoryStrategyKind.REVERSIBLE, at.bounds()));
      }
    } else if (TrajectoryFixture.describes(fixture)) {
      line(name, () -> new TrajectoryFixture(fixture).check());
    } else if (GreedyFixture.describes(fixture)) {
      for (Precision at : precisions) {
        line(name, () -> new GreedyFixture(fixture).check(at.kernels().get(), at.bounds()));
      }
    } else if (CouplingFixture.describes(fixture)) {
      for (Precision at : precisions) {
        line(name, () -> new CouplingFixture(fixture).check(at.kernels().get(), at.bounds()));
      }
    } else {
      fail(name, "not supported yet: " + fixture.meta().path("kind").asText("no kind is given"));
    }
  }

  /** A description beside its tensors says nothing new; other files stand for themselves. */
  private void json(Path file) {
    String name = stem(file, JSON);
    if (Files.exists(folder.resolve(name + TENSORS))) {
      return;
    }
    try {
      JsonNode content = new ObjectMapper().readTree(file.toFile());
      if (ShapesFixture.describes(content)) {
        line(name, () -> new ShapesFixture(name, content).check());
      } else {
        fail(name, "not supported yet: " + content.path("kind").asText("no kind is given"));
      }
    } catch (IOException e) {
      fail(name, "cannot be read: " + e.getMessage().lines().findFirst().orElse(""));
    }
  }

  private void folder(Path folder) {
    String name = folder.getFileName().toString();
    if (!CheckpointFixture.describes(folder)) {
      fail(name, "not supported yet: a folder without config.json and model.safetensors");
      return;
    }
    CheckpointFixture checkpoint = new CheckpointFixture(folder);
    line(name, () -> checkpoint.checkFiles(models));
    for (Precision at : precisions) {
      line(name, () -> checkpoint.checkLogits(at.kernels().get(), at.bounds(), models));
    }
  }
}
