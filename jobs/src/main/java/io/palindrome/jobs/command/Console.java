package io.palindrome.jobs.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a command talks: results to standard output, everything else to standard error. Where a
 * machine reads, standard output stays empty until the one JSON object.
 */
public final class Console {
  /** Clears the line that a progress bar stands on. */
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final Optional<PrintStream> terminal;
  private OutputFormat format = OutputFormat.TEXT;
  private int openBars;

  private Console(PrintWriter out, PrintWriter err, Optional<PrintStream> terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** The streams of this process; progress is a bar if a person watches. */
  @SuppressWarnings("SystemConsoleNull") // the product runs on Java 17, where null means no person
  public static Console ofProcess() {
    Optional<PrintStream> terminal =
        System.console() == null ? Optional.empty() : Optional.of(System.err);
    return new Console(writer(System.out), writer(System.err), terminal);
  }

  /** Any streams, nobody watching. */
  public static Console of(PrintWriter out, PrintWriter err) {
    return new Console(out, err, Optional.empty());
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  void use(OutputFormat chosen) {
    format = chosen;
  }

  /** A line for a person. */
  public void line(String text) {
    PrintWriter writer = format == OutputFormat.JSON ? err : out;
    writer.println(openBars > 0 ? CLEAR_LINE + text : text);
    writer.flush();
  }

  /** A piece of text for a person, as it comes. */
  public void text(String piece) {
    PrintWriter writer = format == OutputFormat.JSON ? err : out;
    writer.print(piece);
    writer.flush();
  }

  /** A warning or an error. */
  public void error(String text) {
    err.println(openBars > 0 ? CLEAR_LINE + text : text);
    err.flush();
  }

  void json(String object) {
    out.println(object);
    out.flush();
  }

  PrintWriter errors() {
    return err;
  }

  PrintWriter results() {
    return out;
  }

  /** Begins to tell the progress of a task; close it when the task is over. */
  public Progress progress(String task) {
    if (terminal.isEmpty()) {
      return new ProgressLines(err, task);
    }
    openBars++;
    Progress bar = new ProgressOnTerminal(terminal.get(), task);
    return new Progress() {
      @Override
      public void at(long done, long total, String note) {
        bar.at(done, total, note);
      }

      @Override
      public void close() {
        openBars--;
        bar.close();
      }
    };
  }
}
