package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.model.checkpoint.Checkpoint;
import io.palindrome.model.checkpoint.CheckpointFile;
import io.palindrome.model.checkpoint.Expectation;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Slot;
import java.nio.file.Path;
import java.util.Locale;

/** What a checkpoint holds; loading it has checked every checksum. */
final class CheckpointLines {
  private CheckpointLines() {}

  static ObjectNode tell(Path folder, Console console) {
    Checkpoint checkpoint = CheckpointFile.load(folder, Expectation.none());
    ParameterLayout layout = ParameterLayout.of(checkpoint.model());
    console.line("checkpoint " + folder);
    console.line("  written by " + checkpoint.provenance().createdBy());
    console.line(String.format(Locale.ROOT, "  step       %,d", checkpoint.state().step()));
    checkpoint
        .state()
        .numbers()
        .forEach(
            (name, value) -> console.line(String.format(Locale.ROOT, "  %-10s %,d", name, value)));
    console.line(String.format(Locale.ROOT, "  parameters %,d", layout.parameterCount()));
    console.line("slots:");
    for (Slot slot : layout.slots()) {
      console.line(String.format(Locale.ROOT, "  %-64s %s", slot.name(), slot.shape()));
    }
    console.line("configuration:");
    checkpoint.runConfig().lines().forEach(line -> console.line("  " + line));
    return json(folder, checkpoint, layout);
  }

  private static ObjectNode json(Path folder, Checkpoint checkpoint, ParameterLayout layout) {
    ObjectNode json = JobContext.json();
    json.put("message", "checkpoint " + folder);
    json.put("kind", "checkpoint");
    json.put("checkpoint", folder.toString());
    json.put("step", checkpoint.state().step());
    json.set("state", JobContext.tree(checkpoint.state().numbers()));
    json.put("parameterCount", layout.parameterCount());
    json.put("dataset", checkpoint.provenance().dataset());
    json.put("tokenizer", checkpoint.provenance().tokenizer());
    json.put("configuration", checkpoint.runConfig());
    ArrayNode slots = json.putArray("slots");
    for (Slot slot : layout.slots()) {
      slots.addObject().put("name", slot.name()).set("shape", JobContext.tree(slot.shape()));
    }
    return json;
  }
}
