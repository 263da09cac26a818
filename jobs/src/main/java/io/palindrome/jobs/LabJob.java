package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Progress;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.LabFolder;
import io.palindrome.jobs.lab.LabResult;
import io.palindrome.jobs.lab.LabSection;
import io.palindrome.jobs.lab.LabSettings;
import io.palindrome.jobs.lab.Pace;
import io.palindrome.jobs.lab.Surroundings;
import io.palindrome.jobs.lab.convolution.ConvolutionSection;
import io.palindrome.jobs.lab.coupling.CouplingSection;
import io.palindrome.jobs.lab.duplication.DuplicationSection;
import io.palindrome.jobs.lab.memory.MemorySection;
import io.palindrome.jobs.lab.reversal.ReversalSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The measurements that teach and prove reversibility. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Measures what reversibility costs and gives, and writes one page with plots and tables, and"
          + " a CSV file beside each."
    },
    footer = {
      "",
      "Examples:",
      "  palindrome lab --quick",
      "  palindrome lab --out lab --only a,e",
      "  palindrome lab --dry-run"
    })
public final class LabJob implements Job {
  /** Every section, in the page's order. */
  private static final List<LabSection> SECTIONS =
      List.of(
          new ReversalSection(),
          new MemorySection(),
          new ConvolutionSection(),
          new CouplingSection(),
          new DuplicationSection());

  private static final double NANOS = 1e9;
  private static final double SECONDS_IN_MINUTE = 60;

  @Option(
      names = "--out",
      defaultValue = "palindrome-lab",
      paramLabel = "DIR",
      description = "the report's folder, new or an earlier report's (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(names = "--quick", description = "shorten the long trainings: about 3 minutes in all")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "KEYS",
      split = ",",
      description = "the sections to measure, such as a,e (default: all; see --dry-run)")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "of everything random (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "train section e's language models on this text instead of a generated one")
  private Path text;

  @Option(names = "--dry-run", description = "say what would be measured and how long it takes")
  private boolean dryRun;

  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) throws IOException {
    List<LabSection> chosen = chosen();
    if (text != null && !Files.isRegularFile(text)) {
      throw new UserException(
          "Cannot read --text " + text + ": there is no such file; name a text file");
    }
    LabSettings settings =
        new LabSettings(quick ? Pace.QUICK : Pace.FULL, seed, Optional.ofNullable(text));
    LabFolder folder = new LabFolder(out);
    if (dryRun) {
      return plan(chosen, settings, context.console());
    }
    List<LabResult> results = new ArrayList<>();
    for (LabSection section : chosen) {
      results.add(measured(section, settings, context.console()));
    }
    String command = "palindrome " + String.join(" ", context.arguments());
    String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Path page = folder.write(settings, new Surroundings(command, date), results);
    context.console().line("report: " + page);
    return json(results, page);
  }

  private List<LabSection> chosen() {
    List<String> keys = SECTIONS.stream().map(LabSection::key).toList();
    if (!keys.containsAll(only)) {
      throw new UserException(
          "--only must name sections among %s, but is %s"
              .formatted(String.join(",", keys), String.join(",", only)));
    }
    return SECTIONS.stream().filter(s -> only.isEmpty() || only.contains(s.key())).toList();
  }

  private static ObjectNode plan(List<LabSection> chosen, LabSettings settings, Console console) {
    ObjectNode json = JobContext.json();
    ArrayNode sections = json.putArray("sections");
    for (LabSection section : chosen) {
      double minutes = section.seconds(settings.pace()) / SECONDS_IN_MINUTE;
      console.line(
          String.format(
              Locale.ROOT, "%s  %-52s %5.1f min", section.key(), section.title(), minutes));
      sections
          .addObject()
          .put("key", section.key())
          .put("title", section.title())
          .put("minutes", minutes);
    }
    double all =
        chosen.stream().mapToInt(s -> s.seconds(settings.pace())).sum() / SECONDS_IN_MINUTE;
    console.line(String.format(Locale.ROOT, "%-55s %5.1f min", "all, on two quiet cores", all));
    json.put("minutes", all);
    json.put("message", "would measure %d sections".formatted(chosen.size()));
    return json;
  }

  private static LabResult measured(LabSection section, LabSettings settings, Console console) {
    console.line(section.key() + ". " + section.title());
    long began = System.nanoTime();
    try (Progress progress = console.progress("lab " + section.key())) {
      List<Finding> findings = section.run(settings, progress);
      return new LabResult(section, findings, (System.nanoTime() - began) / NANOS);
    }
  }

  private static ObjectNode json(List<LabResult> results, Path page) {
    ObjectNode json = JobContext.json();
    json.put("message", "report " + page);
    json.put("report", page.toString());
    ArrayNode sections = json.putArray("sections");
    for (LabResult result : results) {
      ObjectNode section = sections.addObject();
      section.put("key", result.section().key());
      section.put("seconds", result.seconds());
      section.put(
          "files", result.exhibits().stream().map(Exhibit::file).collect(Collectors.joining(",")));
    }
    return json;
  }
}
