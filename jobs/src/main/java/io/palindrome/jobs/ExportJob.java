package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.jobs.command.ConfigFingerprint;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.interchange.ExportedModel;
import io.palindrome.jobs.interchange.ModelForm;
import io.palindrome.jobs.training.TrainedModel;
import io.palindrome.model.checkpoint.HuggingFaceExport;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A checkpoint to another library's form. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Writes a checkpoint as Hugging Face's Reformer: config.json, model.safetensors and"
          + " tokenizer.json in a new folder."
    },
    footer = {
      "",
      "Examples:",
      "  palindrome export --checkpoint runs/runs/night-1 --to hf night-1-hf",
      "  palindrome export --checkpoint runs/runs/night-1/checkpoints/step-00001200"
          + " --to hf night-1-hf --json"
    })
public final class ExportJob implements Job {
  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "DIR",
      description = "a checkpoint, or a run directory: its newest one")
  private Path checkpoint;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORM",
      description = "hf, Hugging Face's form")
  private ModelForm form;

  @Parameters(paramLabel = "DIR", description = "a folder that is new or empty")
  private Path target;

  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    TrainedModel trained = TrainedModel.load(checkpoint, List.of());
    context.startedFrom(ConfigFingerprint.of(trained.config()));
    ExportedModel exported = ExportedModel.of(trained);
    switch (form) {
      case HF -> HuggingFaceExport.write(target, exported.model());
    }
    exported.notes().forEach(note -> context.console().line("note: " + note));
    String message = "exported %s to %s".formatted(checkpoint, target);
    context.console().line(message);
    ObjectNode json = JobContext.json();
    json.put("message", message);
    json.put("model", target.toString());
    json.put("largestHeadBias", exported.model().largestHeadBias());
    json.set("notes", JobContext.tree(exported.notes()));
    return json;
  }
}
