package io.palindrome.conf;

/** Memory, disk, a device or an executor was not to be had. Exit class 4; a retry may help. */
public final class ResourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ResourceException(String message) {
    super(message);
  }

  public ResourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
