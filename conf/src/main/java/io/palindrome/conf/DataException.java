package io.palindrome.conf;

/** The data is damaged, missing or does not match. Exit class 3; a retry is useless. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
