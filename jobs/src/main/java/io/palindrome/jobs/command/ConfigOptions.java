package io.palindrome.jobs.command;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of every command that a configuration shapes. */
public final class ConfigOptions {
  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "HOCON configuration, such as conf/profiles/novel.conf")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one key of the configuration, over FILE; may be repeated")
  private List<String> overrides = new ArrayList<>();

  /** The configuration with its overrides; the defaults where no file is given. */
  public RunConfig read() {
    return file == null ? ConfigFile.defaults(overrides) : ConfigFile.read(file, overrides);
  }

  /** What the configuration is called: the name of its file, without its end. */
  public String name() {
    if (file == null) {
      return "defaults";
    }
    String name = file.getFileName().toString();
    return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
  }

  /** The same over a text instead of the defaults, such as the one stored in a checkpoint. */
  public RunConfig readOver(String name, String text) {
    return file == null
        ? ConfigFile.parse(name, text, overrides)
        : ConfigFile.read(file, overrides);
  }
}
