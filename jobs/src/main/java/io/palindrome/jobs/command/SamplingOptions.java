package io.palindrome.jobs.command;

import io.palindrome.conf.UserException;
import io.palindrome.model.generate.Generator.Sampling;
import io.palindrome.model.generate.Repetition;
import io.palindrome.model.generate.Sampler;
import picocli.CommandLine.Option;

/** Options of a command that draws tokens. */
public final class SamplingOptions {
  @Option(
      names = "--seed",
      required = true,
      paramLabel = "S",
      description = "the same seed writes the same texts")
  private long seed;

  @Option(
      names = "--temperature",
      defaultValue = "1.0",
      description = "0 = always the most probable token (default: ${DEFAULT-VALUE})")
  private double temperature;

  @Option(
      names = "--top-k",
      defaultValue = "0",
      description = "choose among so many most probable tokens; 0 = all")
  private int topK;

  @Option(
      names = "--top-p",
      defaultValue = "1.0",
      description = "choose among the most probable tokens of this total probability; 1 = all")
  private double topP;

  @Option(
      names = "--repetition-penalty",
      paramLabel = "X",
      defaultValue = "1.0",
      description = "makes tokens that the text has less likely; 1 = no, 1.2 = clearly")
  private double penalty;

  @Option(
      names = "--repetition-window",
      paramLabel = "N",
      defaultValue = "64",
      description = "last tokens that the penalty looks at; 0 = all (default: ${DEFAULT-VALUE})")
  private int window;

  @Option(
      names = "--no-repeat-ngram",
      paramLabel = "N",
      defaultValue = "0",
      description = "never write the same N tokens in a row twice; 0 = allowed")
  private int ngram;

  public long seed() {
    return seed;
  }

  /** How tokens are chosen; out of range is the user's mistake. */
  public Sampling sampling() {
    try {
      return new Sampling(
          new Sampler(temperature, topK, topP, seed), new Repetition(penalty, window, ngram));
    } catch (IllegalArgumentException e) {
      throw new UserException("--" + e.getMessage(), e);
    }
  }
}
