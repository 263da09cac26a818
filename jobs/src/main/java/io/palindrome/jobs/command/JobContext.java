package io.palindrome.jobs.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What a running command works with, and what it tells the runner about itself. */
public final class JobContext {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private final String command;
  private final List<String> arguments;
  private final Console console;
  private final Sessions sessions;
  private Optional<StatusFile> statusFile = Optional.empty();
  private String configFingerprint = "";
  private boolean changedNothing;
  private ExitClass exitClass = ExitClass.DONE;

  JobContext(String command, List<String> arguments, Console console, Sessions sessions) {
    this.command = command;
    this.arguments = List.copyOf(arguments);
    this.console = console;
    this.sessions = sessions;
  }

  /** An empty JSON object. */
  public static ObjectNode json() {
    return MAPPER.createObjectNode();
  }

  /** Any record or list as JSON. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** The command's name without the program's, such as {@code bench step}. */
  public String command() {
    return command;
  }

  /** The program's arguments, the command's name included. */
  public List<String> arguments() {
    return arguments;
  }

  public Console console() {
    return console;
  }

  public Sessions sessions() {
    return sessions;
  }

  /** From now on the outcome goes into this file too. */
  public void statusGoesTo(StatusFile file) {
    statusFile = Optional.of(file);
  }

  /** Notes which configuration the run started from. */
  public void startedFrom(String fingerprint) {
    configFingerprint = fingerprint;
  }

  /** The run was complete before; the status that says so stays as it is. */
  public void changesNothing() {
    changedNothing = true;
  }

  /** The command ends so although it has a result, which is printed all the same. */
  public void endsAs(ExitClass end) {
    exitClass = end;
  }

  ExitClass exitClass() {
    return exitClass;
  }

  boolean changedNothing() {
    return changedNothing;
  }

  Optional<StatusFile> statusFile() {
    return statusFile;
  }

  String configFingerprint() {
    return configFingerprint;
  }
}
