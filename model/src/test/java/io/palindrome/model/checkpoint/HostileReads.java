package io.palindrome.model.checkpoint;

import com.sun.management.ThreadMXBean;
import io.palindrome.conf.DataException;
import io.palindrome.conf.UserException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches reads of damaged files: each gives a result or one line of a {@link DataException} or
 * {@link UserException}, and allocates no more than its file's size allows.
 */
public final class HostileReads {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int SHOWN = 5;

  private final long bytesPerByte;
  private final long bytesAlways;
  private final List<String> complaints = new ArrayList<>();
  private int accepted;
  private int refused;

  /**
   * @param bytesPerByte heap bytes that a read may allocate for each byte of the file
   * @param bytesAlways and those for any file
   */
  public HostileReads(long bytesPerByte, long bytesAlways) {
    this.bytesPerByte = bytesPerByte;
    this.bytesAlways = bytesAlways;
  }

  /** One read, of a file or of what it holds. */
  public interface Read {
    void run() throws Exception;
  }

  /**
   * Reads once.
   *
   * @param what names the file in complaints
   */
  public void read(String what, long fileBytes, Read read) {
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    Throwable thrown = null;
    try {
      read.run();
      accepted++;
    } catch (Throwable t) { // an Error, such as an exhausted stack, is what is looked for
      thrown = t;
      refused++;
    }
    long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    if (allocated > bytesPerByte * fileBytes + bytesAlways) {
      complaints.add(
          "%s: %d bytes were allocated for %d bytes".formatted(what, allocated, fileBytes));
    }
    if (thrown != null && !isOneLine(thrown)) {
      complaints.add(what + ": " + thrown);
    }
  }

  private static boolean isOneLine(Throwable thrown) {
    boolean meant = thrown instanceof DataException || thrown instanceof UserException;
    String message = thrown.getMessage();
    return meant
        && message != null
        && !message.isBlank()
        && message.lines().count() == 1
        && message.chars().noneMatch(Character::isISOControl);
  }

  /** What went wrong, the first few. */
  public List<String> complaints() {
    return complaints.subList(0, Math.min(SHOWN, complaints.size()));
  }

  /** Reads without an exception. */
  public int accepted() {
    return accepted;
  }

  /** Reads with one. */
  public int refused() {
    return refused;
  }
}
