package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.bench.DepthBenchmark;
import io.palindrome.jobs.command.ConfigFingerprint;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.LocalStatusFile;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Progress;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.demo.Library;
import io.palindrome.jobs.demo.LibraryGenerator;
import io.palindrome.jobs.demo.LibraryPlan;
import io.palindrome.jobs.report.DepthMemory;
import io.palindrome.jobs.report.ReportWriter;
import io.palindrome.jobs.report.TerminalSummary;
import io.palindrome.jobs.report.TrainingReport;
import io.palindrome.jobs.training.RunFolder;
import io.palindrome.jobs.training.RunIdentity;
import io.palindrome.jobs.training.TrainingRun;
import io.palindrome.jobs.training.TrainingRun.Trained;
import io.palindrome.jobs.training.TrainingSetup;
import io.palindrome.pipeline.PrepareProgress;
import io.palindrome.pipeline.PrepareRequest;
import io.palindrome.pipeline.PrepareStages;
import io.palindrome.pipeline.PreparedDataset;
import io.palindrome.pipeline.dataset.PublishedDataset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole path on a library that is generated for it, in minutes. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Generates a small library of novel-length documents, prepares it, trains a small network on"
          + " two executors, measures it, and writes a report."
    },
    footer = {"", "Examples:", "  palindrome demo", "  palindrome demo --out demo-7 --seed 7"})
public final class DemoJob implements Job {
  private static final String PROFILE = "/io/palindrome/conf/profiles/demo.conf";
  private static final int DEPTH_STEPS = 2;
  private static final int DEPTH_LENGTH = 4096;

  @Option(
      names = "--out",
      defaultValue = "palindrome-demo",
      paramLabel = "DIR",
      description = "where everything goes (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "of the library and the training (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--documents",
      defaultValue = "12",
      paramLabel = "N",
      description = "documents of the library (default: ${DEFAULT-VALUE})")
  private int documents;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one key over conf/profiles/demo.conf; may be repeated")
  private List<String> overrides = new ArrayList<>();

  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) throws IOException {
    RunConfig config = config();
    context.startedFrom(ConfigFingerprint.of(config));
    Console console = context.console();
    Path home = out.toAbsolutePath().normalize();
    context.statusGoesTo(new LocalStatusFile(home));
    Library library = LibraryGenerator.write(plan(), home.resolve("library"));
    int characters = library.documents().stream().mapToInt(d -> d.characters()).sum();
    console.line("generated %d documents of %,d characters".formatted(documents, characters));
    SparkSession session = context.sessions().withExecutors("palindrome demo", config.runtime());
    TrainingSetup setup =
        TrainingSetup.of(session, config, prepare(session, config, home, console));
    Trained trained = train(session, setup, context);
    TrainingReport report =
        trained
            .report()
            .withDepthMemory(depth(config, console))
            .withRecurrence(
                new DemoRecurrence(session, setup, library).measure(trained.parameters()));
    Path page = ReportWriter.write(report, trained.page().getParent());
    TerminalSummary.lines(report).forEach(console::line);
    console.line("report: " + page);
    ObjectNode json = JobContext.json();
    json.put("message", "report " + page);
    json.put("report", page.toString());
    json.put("checkpoint", trained.checkpoint().toString());
    json.set("summary", RunSummary.json(report));
    return json;
  }

  private RunConfig config() throws IOException {
    try (InputStream profile = DemoJob.class.getResourceAsStream(PROFILE)) {
      String text = new String(profile.readAllBytes(), StandardCharsets.UTF_8);
      List<String> all = new ArrayList<>(List.of("train.seed=" + seed));
      all.addAll(overrides);
      return ConfigFile.parse("conf/profiles/demo.conf", text, all);
    }
  }

  private LibraryPlan plan() {
    LibraryPlan usual = LibraryPlan.demo(seed);
    try {
      return new LibraryPlan(documents, usual.minCharacters(), usual.maxCharacters(), seed);
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage().replace("demo.", "--"), e);
    }
  }

  private static PublishedDataset prepare(
      SparkSession session, RunConfig config, Path home, Console console) {
    PrepareRequest request =
        new PrepareRequest(
            List.of(home.resolve("library").resolve(Library.TEXTS).toString()),
            home.resolve("dataset").toString(),
            Optional.empty(),
            config.prepare(),
            config.tokenizer(),
            config.buckets(),
            ConfigFile.render(config));
    PreparedDataset prepared = PrepareStages.run(session, request, PrepareProgress.SILENT);
    DatasetLines.of(prepared.manifest()).forEach(console::line);
    return new PublishedDataset(prepared.directory(), prepared.manifest());
  }

  private Trained train(SparkSession session, TrainingSetup setup, JobContext context)
      throws IOException {
    String id = RunIdentity.derivedId(setup.config(), setup.dataset());
    RunFolder folder = new RunFolder(out.toAbsolutePath().normalize().resolve("runs").resolve(id));
    String line = "palindrome " + String.join(" ", context.arguments());
    RunIdentity identity = new RunIdentity(id, "demo", line, folder);
    return new TrainingRun(
            new JavaSparkContext(session.sparkContext()), setup, identity, context.console())
        .run();
  }

  private static int depthLength(RunConfig config) {
    int trained = config.train().batch().length();
    return trained == 0 ? DEPTH_LENGTH : Math.min(trained, DEPTH_LENGTH);
  }

  private static List<DepthMemory> depth(RunConfig config, Console console) {
    List<DepthMemory> measured = new ArrayList<>();
    int points = 2 * DepthBenchmark.DEPTHS.size();
    try (Progress progress = console.progress("depth")) {
      DepthBenchmark.measure(
          config,
          depthLength(config),
          DepthBenchmark.DEPTHS,
          DEPTH_STEPS,
          point -> {
            measured.add(new DepthMemory(point.strategy(), point.layers(), point.peakBytes()));
            String note =
                "%s, %d layers, peak %,d bytes"
                    .formatted(point.strategy(), point.layers(), point.peakBytes());
            progress.at(measured.size(), points, note);
          });
    }
    return measured;
  }
}
