package io.palindrome.pipeline.document;

/** One file cannot become a document; the run goes on without it. */
public final class RejectedFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param reason a short class of reasons, counted in the manifest
   * @param detail what was found, with its numbers
   */
  public RejectedFileException(String reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
