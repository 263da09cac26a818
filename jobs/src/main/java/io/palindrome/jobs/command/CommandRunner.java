package io.palindrome.jobs.command;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** From a command line to the exit class of the command that it names. */
public final class CommandRunner {
  private final CommandLine program;
  private final Console console;
  private final Sessions sessions;

  /**
   * @param program picocli's program, whose subcommands are {@link Job}s or groups of them
   */
  public CommandRunner(Object program, Console console, Sessions sessions) {
    this.program =
        new CommandLine(program)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true)
            .setOut(console.results())
            .setErr(console.errors());
    this.console = console;
    this.sessions = sessions;
  }

  /** Parses and runs. */
  public ExitClass run(String... arguments) {
    ParseResult parsed;
    try {
      parsed = program.parseArgs(arguments);
    } catch (ParameterException e) {
      return refused(explained(e), arguments);
    }
    if (CommandLine.executeHelpRequest(parsed) != null) {
      return ExitClass.DONE;
    }
    ParseResult leaf = parsed;
    while (leaf.hasSubcommand()) {
      leaf = leaf.subcommand();
    }
    CommandLine command = leaf.commandSpec().commandLine();
    if (command.getCommand() instanceof Job job) {
      return new JobRunner(console, sessions).run(name(command), List.of(arguments), job);
    }
    return refused(
        "Cannot run %s: it needs one of the commands %s; see %s --help"
            .formatted(
                command.getCommandSpec().qualifiedName(),
                String.join(", ", command.getSubcommands().keySet()),
                command.getCommandSpec().qualifiedName()),
        arguments);
  }

  /** The name without the program's. */
  private static String name(CommandLine command) {
    String qualified = command.getCommandSpec().qualifiedName();
    return qualified.substring(qualified.indexOf(' ') + 1);
  }

  private static String explained(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String problem = e.getMessage();
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      problem += "; did you mean " + nearest(unmatched) + "?";
    }
    return "Cannot run %s: %s; see %s --help".formatted(command, problem, command);
  }

  /** The nearest suggestion; one with the same letters in another order comes first. */
  private static String nearest(UnmatchedArgumentException e) {
    String typed = sortedLetters(e.getUnmatched().get(0));
    return e.getSuggestions().stream()
        .filter(suggestion -> sortedLetters(suggestion).equals(typed))
        .findFirst()
        .orElse(e.getSuggestions().get(0));
  }

  private static String sortedLetters(String word) {
    char[] letters = word.toCharArray();
    Arrays.sort(letters);
    return new String(letters);
  }

  private ExitClass refused(String message, String... arguments) {
    console.error(message);
    if (Arrays.asList(arguments).contains("--json")) {
      RunStatus status = new RunStatus("", List.of(arguments), ExitClass.USER, message, "");
      console.json(status.json().toString());
    }
    return ExitClass.USER;
  }
}
