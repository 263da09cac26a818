package io.palindrome.jobs.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How a run ended, for whoever cannot see its exit code: cluster mode hides it.
 *
 * @param message what was done, or what went wrong
 * @param configFingerprint SHA-256 of the configuration that the run started from; empty where it
 *     was not read yet
 */
record RunStatus(
    String command,
    List<String> arguments,
    ExitClass exitClass,
    String message,
    String configFingerprint) {

  ObjectNode json() {
    ObjectNode json = JobContext.json();
    json.put("command", command);
    json.put("exitClass", exitClass.label());
    json.put("exitCode", exitClass.code());
    json.put("message", message);
    return json;
  }

  /** Whether a status that was written earlier is that of a run that is done. */
  static boolean saysDone(String json) {
    try {
      return JobContext.MAPPER.readTree(json).path("exitClass").asText().equals("done");
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  String render() {
    ObjectNode json = json();
    json.put("configFingerprint", configFingerprint);
    arguments.forEach(json.putArray("arguments")::add);
    try {
      return JobContext.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Every status can be written as JSON", e);
    }
  }
}
