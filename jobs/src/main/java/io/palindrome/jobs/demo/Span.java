package io.palindrome.jobs.demo;

/** Characters [start, end) of a document's text; the text is ASCII, so these are bytes as well. */
public record Span(int start, int end) {
  public Span {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException(
          "span must be [start, end) with 0 <= start < end, but is [" + start + ", " + end + ")");
    }
  }

  public int length() {
    return end - start;
  }
}
