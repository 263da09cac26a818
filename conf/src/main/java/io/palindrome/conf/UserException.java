package io.palindrome.conf;

/** What the user gave cannot work: configuration or arguments. Exit class 2; a retry is useless. */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }

  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
