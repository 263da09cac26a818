package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.bench.BenchModel;
import io.palindrome.jobs.command.ConfigOptions;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.device.Diagnosis;
import io.palindrome.jobs.device.GpuNode;
import io.palindrome.jobs.doctor.Doctor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What this node has, beside what a configuration needs. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Looks whether this node has what a configuration needs, and says what to do.",
    footer = {
      "",
      "Examples:",
      "  palindrome doctor",
      "  palindrome doctor --conf conf/profiles/gpu.conf --out runs",
      "  palindrome doctor --set runtime.device=cuda --json",
      "",
      "Exit code 4 where something that the configuration needs is missing, otherwise 0.",
      "It looks at the node that it runs on: run it on an executor's node, too."
    })
public final class DoctorJob implements Job {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "where runs would be written (default: this folder)")
  private Path out;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    RunConfig given = config.read();
    int length = given.train().batch().length();
    int longest = length == 0 ? given.model().position().maxLength() : length;
    RunConfig complete = given.withModel(BenchModel.of(given, longest));
    List<Diagnosis> diagnoses =
        new Doctor(complete, new SparkConf(), GpuNode.ofThisProcess(), out).diagnoses();
    diagnoses.forEach(diagnosis -> print(diagnosis, context));
    List<Diagnosis> failed = diagnoses.stream().filter(Diagnosis::isFailed).toList();
    ObjectNode json = JobContext.json();
    json.set("diagnoses", JobContext.tree(diagnoses.stream().map(DoctorJob::json).toList()));
    if (failed.isEmpty()) {
      json.put("message", "this node has what " + config.name() + " needs");
      context.console().line(json.path("message").asText());
    } else {
      json.put("message", message(failed));
      context.endsAs(ExitClass.RESOURCES);
    }
    return json;
  }

  private String message(List<Diagnosis> failed) {
    return "This node lacks what %s needs: %s"
        .formatted(
            config.name(),
            failed.stream().map(Diagnosis::subject).distinct().collect(Collectors.joining(", ")));
  }

  private static void print(Diagnosis diagnosis, JobContext context) {
    String needed = diagnosis.needed().isEmpty() ? "" : "; needed: " + diagnosis.needed();
    context
        .console()
        .line(
            "%-8s %-20s %s%s"
                .formatted(
                    diagnosis.verdict().label(), diagnosis.subject(), diagnosis.found(), needed));
    if (!diagnosis.remedy().isEmpty()) {
      context.console().line("%-8s %-20s -> %s".formatted("", "", diagnosis.remedy()));
    }
  }

  private static ObjectNode json(Diagnosis diagnosis) {
    ObjectNode json = JobContext.json();
    json.put("subject", diagnosis.subject());
    json.put("found", diagnosis.found());
    json.put("needed", diagnosis.needed());
    json.put("verdict", diagnosis.verdict().label());
    json.put("remedy", diagnosis.remedy());
    return json;
  }
}
