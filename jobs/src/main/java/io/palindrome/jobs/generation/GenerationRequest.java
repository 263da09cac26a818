package io.palindrome.jobs.generation;

import io.palindrome.conf.UserException;
import io.palindrome.model.generate.Generator.Sampling;
import java.util.List;

/**
 * What texts are wanted.
 *
 * @param prompt what they begin with; empty begins as a document does
 * @param tokens tokens of each to write at most
 * @param samples how many texts
 * @param stops a text ends before the first of these
 */
public record GenerationRequest(
    String prompt, int tokens, int samples, List<String> stops, Sampling sampling) {
  public GenerationRequest {
    stops = List.copyOf(stops);
    atLeastOne("--tokens", tokens);
    atLeastOne("--samples", samples);
    if (stops.contains("")) {
      throw new UserException("--stop must be a text, but is empty");
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new UserException(name + " must be 1 or more, but is " + value);
    }
  }
}
