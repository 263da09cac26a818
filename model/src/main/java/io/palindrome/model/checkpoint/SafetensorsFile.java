package io.palindrome.model.checkpoint;

import io.palindrome.conf.DataException;
import io.palindrome.conf.ResourceException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads a safetensors file, one tensor at a time, through a buffer of 1 MiB.
 *
 * <p>The file may come from anywhere: what does not hold is one {@link DataException} with the
 * tensor's name, and no array is larger than the file.
 */
public final class SafetensorsFile implements Closeable {
  /** One Java array holds no more. */
  static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8L;

  private static final int BUFFER_BYTES = 1 << 20;
  private static final Set<TensorType> AS_FLOAT =
      EnumSet.of(TensorType.F32, TensorType.F16, TensorType.BF16);
  private static final Set<TensorType> AS_DOUBLE =
      EnumSet.of(TensorType.F64, TensorType.F32, TensorType.F16, TensorType.BF16);
  private static final Set<TensorType> AS_INT = EnumSet.of(TensorType.I32, TensorType.U8);
  private static final Set<TensorType> AS_LONG =
      EnumSet.of(TensorType.I64, TensorType.I32, TensorType.U8);

  private final ByteSource source;
  private final SafetensorsHeader header;

  private SafetensorsFile(ByteSource source, SafetensorsHeader header) {
    this.source = source;
    this.header = header;
  }

  /** Opens a local file and checks its header. */
  public static SafetensorsFile open(Path path) {
    try {
      return of(FileBytes.open(path));
    } catch (NoSuchFileException e) {
      throw new DataException("Cannot read %s: there is no such file".formatted(path), e);
    } catch (IOException e) {
      throw unreadable(path.toString(), e);
    }
  }

  /** Checks the header of {@code source}, which this file then owns. */
  public static SafetensorsFile of(ByteSource source) {
    try {
      return new SafetensorsFile(source, SafetensorsHeader.read(source));
    } catch (IOException e) {
      closeAfter(source, e);
      throw unreadable(source.name(), e);
    } catch (RuntimeException e) {
      closeAfter(source, e);
      throw e;
    }
  }

  private static void closeAfter(ByteSource source, Exception cause) {
    try {
      source.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static RuntimeException unreadable(String name, IOException e) {
    if (e instanceof EOFException) {
      return new DataException(
          "Cannot read %s: %s; the file was cut while it was read".formatted(name, e.getMessage()),
          e);
    }
    return new ResourceException("Cannot read %s: %s".formatted(name, e), e);
  }

  /** The file's name in messages. */
  public String name() {
    return source.name();
  }

  /** Names of all tensors, in the file's order of bytes. */
  public Set<String> names() {
    return header.tensors().keySet();
  }

  /** All tensors, in the file's order of bytes. */
  public Collection<TensorInfo> tensors() {
    return header.tensors().values();
  }

  /** The strings under {@code __metadata__}, sorted by key. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /** Whether there is a tensor of that name. */
  public boolean contains(String name) {
    return header.tensors().containsKey(name);
  }

  /** Type and shape of a tensor. */
  public TensorInfo tensor(String name) {
    TensorInfo tensor = header.tensors().get(name);
    if (tensor == null) {
      throw new DataException("Cannot read %s: it has no tensor %s".formatted(name(), name));
    }
    return tensor;
  }

  /** All elements of an F32, F16 or BF16 tensor. */
  public float[] floats(String name) {
    float[] values = new float[elements(name)];
    readFloats(name, values, 0);
    return values;
  }

  /** Writes all elements of an F32, F16 or BF16 tensor to {@code into} from {@code offset} on. */
  public void readFloats(String name, float[] into, int offset) {
    TensorInfo tensor = typed(name, AS_FLOAT, "float");
    stream(
        tensor,
        (buffer, at, n) -> ElementReader.floats(tensor.type(), buffer, into, offset + at, n));
  }

  /** All elements of an F64, F32, F16 or BF16 tensor. */
  public double[] doubles(String name) {
    TensorInfo tensor = typed(name, AS_DOUBLE, "double");
    double[] values = new double[elements(name)];
    stream(tensor, (buffer, at, n) -> ElementReader.doubles(tensor.type(), buffer, values, at, n));
    return values;
  }

  /** All elements of an I32 or U8 tensor; U8 gives 0 to 255. */
  public int[] ints(String name) {
    TensorInfo tensor = typed(name, AS_INT, "int");
    int[] values = new int[elements(name)];
    stream(
        tensor,
        (buffer, at, n) -> {
          for (int i = at; i < at + n; i++) {
            values[i] = (int) ElementReader.integer(tensor.type(), buffer);
          }
        });
    return values;
  }

  /** All elements of an I64, I32 or U8 tensor. */
  public long[] longs(String name) {
    TensorInfo tensor = typed(name, AS_LONG, "long");
    long[] values = new long[elements(name)];
    stream(
        tensor,
        (buffer, at, n) -> {
          for (int i = at; i < at + n; i++) {
            values[i] = ElementReader.integer(tensor.type(), buffer);
          }
        });
    return values;
  }

  private TensorInfo typed(String name, Set<TensorType> allowed, String wanted) {
    TensorInfo tensor = tensor(name);
    if (!allowed.contains(tensor.type())) {
      throw new DataException(
          "Cannot read %s: its tensor %s has type %s, which is not read as %s; use one of %s"
              .formatted(name(), name, tensor.type(), wanted, allowed));
    }
    return tensor;
  }

  private int elements(String name) {
    long elements = tensor(name).elements();
    if (elements > MOST_ELEMENTS) {
      throw new DataException(
          "Cannot read %s: its tensor %s has %d elements, and one array holds %d"
              .formatted(name(), name, elements, MOST_ELEMENTS));
    }
    return (int) elements;
  }

  private void stream(TensorInfo tensor, ElementReader.Piece piece) {
    int width = tensor.type().bytes();
    ByteBuffer buffer =
        ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, tensor.end() - tensor.begin()))
            .order(ByteOrder.LITTLE_ENDIAN);
    int count = elements(tensor.name());
    try {
      for (int done = 0; done < count; ) {
        int now = Math.min(count - done, BUFFER_BYTES / width);
        buffer.clear().limit(now * width);
        source.read(header.dataStart() + tensor.begin() + (long) done * width, buffer);
        piece.accept(buffer, done, now);
        done += now;
      }
    } catch (IOException e) {
      throw unreadable(name(), e);
    }
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException e) {
      throw new ResourceException("Cannot close %s: %s".formatted(name(), e), e);
    }
  }
}
