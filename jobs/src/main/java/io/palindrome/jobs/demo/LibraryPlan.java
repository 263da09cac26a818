package io.palindrome.jobs.demo;

/** How large a library to generate: documents, their lengths in characters, and the seed. */
public record LibraryPlan(int documents, int minCharacters, int maxCharacters, long seed) {
  /** Room that the last scene and the closing chapter may need past the drawn length. */
  static final int CLOSING_CHARACTERS = 4_000;

  public LibraryPlan {
    check("demo.documents", documents, 1, 10_000);
    check("demo.min-characters", minCharacters, 10_000, 2_000_000);
    check("demo.max-characters", maxCharacters, minCharacters + CLOSING_CHARACTERS, 4_000_000);
  }

  /** The demo's library: 12 documents of 30,000 to 120,000 characters. */
  public static LibraryPlan demo(long seed) {
    return new LibraryPlan(12, 30_000, 120_000, seed);
  }

  private static void check(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          name + " must be between " + low + " and " + high + ", but is " + value);
    }
  }
}
