package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.interchange.ImportedModel;
import io.palindrome.jobs.interchange.ModelForm;
import io.palindrome.model.checkpoint.CheckpointFile;
import io.palindrome.model.parameter.ParameterLayout;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Another library's model to a checkpoint. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Makes a checkpoint of Hugging Face's Reformer: of config.json, model.safetensors and, where"
          + " there is one, the tokenizer.json that export writes."
    },
    footer = {
      "",
      "Examples:",
      "  palindrome import --from hf night-1-hf --out night-1-again",
      "  palindrome generate --checkpoint night-1-again --prompt \"It was \" --tokens 400 --seed 7"
    })
public final class ImportJob implements Job {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "FORM",
      description = "hf, Hugging Face's form")
  private ModelForm form;

  @Parameters(paramLabel = "DIR", description = "the folder to read; it is not trusted")
  private Path source;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "the checkpoint's folder, new or empty")
  private Path out;

  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    ImportedModel imported =
        switch (form) {
          case HF -> ImportedModel.read(source);
        };
    CheckpointFile.writeAlone(out, imported.checkpoint());
    long count = ParameterLayout.of(imported.checkpoint().model()).parameterCount();
    imported.notes().forEach(note -> context.console().line("note: " + note));
    String message =
        String.format(Locale.ROOT, "imported %,d parameters of %s to %s", count, source, out);
    context.console().line(message);
    ObjectNode json = JobContext.json();
    json.put("message", message);
    json.put("checkpoint", out.toString());
    json.put("parameterCount", count);
    json.set("notes", JobContext.tree(imported.notes()));
    return json;
  }
}
