package io.palindrome.model.kernel.cuda.driver;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Calls into a library whose functions return a code, 0 for success. */
final class NativeCalls {
  /** A function returned something else than 0. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String call;
    private final int code;

    Refused(String call, int code) {
      super(call + " returned " + code);
      this.call = call;
      this.code = code;
    }

    String call() {
      return call;
    }

    int code() {
      return code;
    }
  }

  private static final int TEXT_BYTES = 256;

  private final NativeLibrary library;

  private NativeCalls(NativeLibrary library) {
    this.library = library;
  }

  /** The library of that name, or at that path. */
  static Optional<NativeCalls> open(String name) {
    try {
      return Optional.of(new NativeCalls(NativeLibrary.getInstance(name)));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }

  /** Calls a function; one that is not there counts as refused with code -1. */
  void call(String function, Object... arguments) throws Refused {
    int code;
    try {
      code = library.getFunction(function).invokeInt(arguments);
    } catch (UnsatisfiedLinkError e) {
      throw new Refused(function, -1);
    }
    if (code != 0) {
      throw new Refused(function, code);
    }
  }

  /** What a function of the form f(int*, arguments...) gives. */
  int number(String function, Object... arguments) throws Refused {
    IntByReference value = new IntByReference();
    Object[] all = new Object[arguments.length + 1];
    all[0] = value;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    call(function, all);
    return value.getValue();
  }

  /** What a function of the form f(char*, int, arguments...) gives. */
  String text(String function, Object... arguments) throws Refused {
    Memory buffer = new Memory(TEXT_BYTES);
    buffer.clear();
    Object[] all = new Object[arguments.length + 2];
    all[0] = buffer;
    all[1] = TEXT_BYTES;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    call(function, all);
    return buffer.getString(0, StandardCharsets.UTF_8.name());
  }
}
