package io.palindrome.conf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Everything wrong with one configuration, told at once. */
final class ConfigProblems {
  /** Where a value was given: a file and its line (0 = no line), or an override. */
  record Place(Origin origin, String name, int line) {
    /** Files come before overrides in a message. */
    enum Origin {
      DEFAULT,
      FILE,
      OVERRIDE
    }

    static final Place DEFAULTS = new Place(Origin.DEFAULT, "default", 0);

    @Override
    public String toString() {
      return line > 0 ? name + ":" + line : name;
    }
  }

  private record Problem(Place place, String message) {}

  private final List<Problem> problems = new ArrayList<>();

  void add(Place place, String message) {
    problems.add(new Problem(place, message));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  UserException exception() {
    String lines =
        problems.stream()
            .sorted(
                Comparator.comparing((Problem problem) -> problem.place().origin())
                    .thenComparing(problem -> problem.place().name())
                    .thenComparingInt(problem -> problem.place().line()))
            .map(problem -> "\n  " + problem.place() + ": " + problem.message())
            .collect(Collectors.joining());
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return new UserException("Cannot use the configuration: " + count + lines);
  }
}
