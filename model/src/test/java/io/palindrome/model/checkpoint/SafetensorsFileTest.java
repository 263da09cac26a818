package io.palindrome.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  @TempDir Path folder;

  private Path file(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return raw(json.length, json, dataBytes);
  }

  private Path raw(long claimed, byte[] header, int dataBytes) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(claimed).put(header);
    return Files.write(folder.resolve("x.safetensors"), buffer.array());
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read " + file + ": " + message);
  }

  @Test
  void everyTypeRoundTrips() {
    Path file = folder.resolve("all.safetensors");
    float[] floats = {9f, 1.5f, -0f, Float.NaN, Float.MIN_VALUE};
    double[] doubles = {Math.PI, -1e300};
    int[] ints = {Integer.MIN_VALUE, 0, 7};
    long[] longs = {Long.MAX_VALUE};
    byte[] bytes = {0, 1, (byte) 255};
    SafetensorsWriter.write(
        file,
        List.of(
            TensorEntry.bytes("mask", List.of(3L), bytes),
            TensorEntry.ints("ids", List.of(1L, 3L), ints),
            TensorEntry.floats("w", List.of(2L, 2L), floats, 1),
            TensorEntry.longs("n", List.of(), longs),
            TensorEntry.floats("empty", List.of(0L, 4L), new float[0], 0),
            TensorEntry.doubles("d", List.of(2L), doubles)),
        new TreeMap<>(Map.of("format", "pt")));
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.names()).containsExactlyInAnyOrder("mask", "ids", "w", "n", "empty", "d");
      assertThat(read.metadata()).isEqualTo(Map.of("format", "pt"));
      assertThat(read.floats("w")).isEqualTo(new float[] {1.5f, -0f, Float.NaN, Float.MIN_VALUE});
      assertThat(read.doubles("d")).isEqualTo(doubles);
      assertThat(read.doubles("w")[0]).isEqualTo(1.5);
      assertThat(read.ints("ids")).isEqualTo(ints);
      assertThat(read.ints("mask")).isEqualTo(new int[] {0, 1, 255});
      assertThat(read.longs("n")).isEqualTo(longs);
      assertThat(read.longs("ids")).isEqualTo(new long[] {Integer.MIN_VALUE, 0, 7});
      assertThat(read.floats("empty")).isEmpty();
      assertThat(read.tensor("ids").shape()).containsExactly(1L, 3L);
      assertThat(read.tensor("n").shape()).isEmpty();
    }
  }

  @Test
  void bytesAreDeterministicAlignedAndLeaveNoTemporary() throws IOException {
    List<TensorEntry> tensors =
        List.of(
            TensorEntry.bytes("b", List.of(3L), new byte[3]),
            TensorEntry.floats("a", List.of(1L), new float[] {1f}, 0));
    Path first = folder.resolve("1.safetensors");
    Path second = folder.resolve("2.safetensors");
    SafetensorsWriter.write(first, tensors, new TreeMap<>());
    SafetensorsWriter.write(second, tensors, new TreeMap<>());
    byte[] bytes = Files.readAllBytes(first);
    assertThat(bytes).isEqualTo(Files.readAllBytes(second));
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(length % 8).isZero();
    assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8).strip())
        .isEqualTo(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[4,7]}}");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(first, second);
    }
  }

  @Test
  void tensorsLargerThanTheBufferAreReadWhole() {
    float[] values = new float[700_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path file = folder.resolve("large.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(TensorEntry.floats("w", List.of((long) values.length), values, 0)),
        new TreeMap<>());
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      float[] into = new float[values.length + 2];
      read.readFloats("w", into, 1);
      assertThat(into[0]).isZero();
      assertThat(into[1 + 700_000]).isEqualTo(700_000f);
      assertThat(into[1 + 262_144]).isEqualTo(262_144f);
      assertThat(into[700_002]).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 0x3C00, 1.0",
    "F16, 0xC000, -2.0",
    "F16, 0x0001, 5.9604645E-8",
    "F16, 0x83FF, -6.097555E-5",
    "F16, 0x7BFF, 65504.0",
    "F16, 0xFC00, -Infinity",
    "F16, 0x7E00, NaN",
    "F16, 0x8000, -0.0",
    "BF16, 0x3F80, 1.0",
    "BF16, 0xC049, -3.140625"
  })
  void sixteenBitFloatsWiden(String type, String bits, float expected) throws IOException {
    Path file =
        file("{\"h\":{\"dtype\":\"" + type + "\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2);
    byte[] bytes = Files.readAllBytes(file);
    int value = Integer.decode(bits);
    bytes[bytes.length - 2] = (byte) value;
    bytes[bytes.length - 1] = (byte) (value >>> 8);
    Files.write(file, bytes);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.floats("h")).isEqualTo(new float[] {expected});
      assertThat(read.doubles("h")).isEqualTo(new double[] {expected});
    }
  }

  @Test
  void missingFileIsOneLine() {
    assertRefused(folder.resolve("none"), "there is no such file");
  }

  @Test
  void fileShorterThanALengthIsRefused() throws IOException {
    Path file = Files.write(folder.resolve("x"), new byte[5]);
    assertRefused(file, "it has 5 bytes, and a safetensors file has at least 8");
  }

  @Test
  void headerLongerThanTheFileIsRefusedBeforeAllocation() throws IOException {
    assertRefused(
        raw(1L << 40, new byte[20], 0),
        "its header claims 1099511627776 bytes of a file of 28; it is truncated, or no safetensors"
            + " file");
    assertRefused(
        raw(-1, new byte[20], 0),
        "its header claims 18446744073709551615 bytes of a file of 28; it is truncated, or no"
            + " safetensors file");
  }

  @Test
  void headerThatIsNoJsonIsRefused() throws IOException {
    assertThatThrownBy(() -> SafetensorsFile.open(file("{\"w\":", 0)))
        .isInstanceOf(DataException.class)
        .hasMessageMatching("Cannot read .*: its header: it is not valid JSON \\(.*\\)");
    assertRefused(file("[1]", 0), "its header: it is not a JSON object");
    assertThatThrownBy(() -> SafetensorsFile.open(file("{}{}", 0)))
        .hasMessageContaining("it is not valid JSON");
  }

  @Test
  void tensorNamedTwiceIsRefused() throws IOException {
    String tensor = "\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}";
    assertThatThrownBy(() -> SafetensorsFile.open(file("{" + tensor + "," + tensor + "}", 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it is not valid JSON (Duplicate field 'w')");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "unknown type | 'dtype':'F8','shape':[1],'data_offsets':[0,1] | its header: w: dtype must"
            + " be one of [F64, F32, F16, BF16, I64, I32, U8], but is 'F8'",
        "type missing | 'shape':[1],'data_offsets':[0,1] | its header: w: it has no dtype",
        "shape no list | 'dtype':'U8','shape':1,'data_offsets':[0,1] | its header: w: shape must"
            + " be a list of whole numbers, but is 1",
        "negative axis | 'dtype':'U8','shape':[-1],'data_offsets':[0,1] | its header: w: shape"
            + " must be sizes from 0 on whose product fits the file, but is [-1]",
        "overflowing shape | 'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,1] |"
            + " its header: w: shape must be sizes from 0 on whose product fits the file, but is"
            + " [4294967296,4294967296]",
        "axis beyond 64 bits | 'dtype':'U8','shape':[99999999999999999999],'data_offsets':[0,1] |"
            + " its header: w: shape must be a list of whole numbers, but is"
            + " [99999999999999999999]",
        "shape larger than bytes | 'dtype':'F32','shape':[9],'data_offsets':[0,4] | its tensor w"
            + " of type F32 and shape [9] needs 36 bytes, but has 4",
        "falling offsets | 'dtype':'U8','shape':[1],'data_offsets':[2,1] | its header: w:"
            + " data_offsets must be two rising numbers from 0 on, but is [2,1]",
        "negative offset | 'dtype':'U8','shape':[1],'data_offsets':[-1,0] | its header: w:"
            + " data_offsets must be two rising numbers from 0 on, but is [-1,0]",
        "beyond the file | 'dtype':'U8','shape':[9],'data_offsets':[0,9] | its tensor w ends at"
            + " byte 9 of 4; the file is truncated or damaged",
        "hole | 'dtype':'U8','shape':[2],'data_offsets':[2,4] | its tensor w begins at byte 2, but"
            + " the one before ends at 0",
        "trailing bytes | 'dtype':'U8','shape':[2],'data_offsets':[0,2] | its tensors end at byte"
            + " 2, but 4 bytes follow the header"
      })
  void damagedEntriesAreRefused(String damage, String entry, String message) throws IOException {
    assertThat(damage).isNotEmpty();
    assertRefused(
        file("{\"w\":{" + entry.replace('\'', '"') + "}}", 4), message.replace('\'', '"'));
  }

  @Test
  void overlappingTensorsAreRefused() throws IOException {
    String entry = "{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[%d,%d]}";
    assertRefused(
        file("{\"a\":" + entry.formatted(0, 3) + ",\"b\":" + entry.formatted(1, 4) + "}", 4),
        "its tensor b begins at byte 1, but the one before ends at 3");
  }

  @Test
  void metadataMustBeStrings() throws IOException {
    assertRefused(
        file("{\"__metadata__\":{\"a\":1}}", 0),
        "its header: __metadata__: a must be a string, but is 1");
  }

  @Test
  void wrongTypeAndUnknownNameAreRefusedWhenRead() throws IOException {
    Path file = file("{\"w\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThatThrownBy(() -> read.floats("w"))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "Cannot read %s: its tensor w has type F64, which is not read as float; use one of [F32, F16, BF16]"
                  .formatted(file));
      assertThatThrownBy(() -> read.ints("w")).hasMessageContaining("not read as int");
      assertThatThrownBy(() -> read.longs("w")).hasMessageContaining("not read as long");
      assertThatThrownBy(() -> read.floats("v"))
          .isInstanceOf(DataException.class)
          .hasMessage("Cannot read %s: it has no tensor v".formatted(file));
    }
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    Path file = folder.resolve("cut.safetensors");
    SafetensorsWriter.write(
        file, List.of(TensorEntry.ints("i", List.of(2L), new int[] {1, 2})), new TreeMap<>());
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SafetensorsFile.open(file))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("Cannot read ");
    }
  }

  @Test
  void writerRefusesANameUsedTwice() {
    TensorEntry entry = TensorEntry.ints("i", List.of(1L), new int[1]);
    assertThatThrownBy(
            () ->
                SafetensorsWriter.write(
                    folder.resolve("twice"), List.of(entry, entry), new TreeMap<>()))
        .hasMessage("tensor name must be used once and not be __metadata__, but is i");
  }

  @Test
  void fixtureWithFourTypesIsRead() {
    try (SafetensorsFile read =
        SafetensorsFile.open(Goldens.file("h1_dropout_masks.safetensors"))) {
      assertThat(read.metadata()).containsOnlyKeys("meta");
      assertThat(read.ints("dropmask.reformer.embeddings")).containsOnly(0, 1);
      assertThat(read.doubles("loss")[0]).isCloseTo(read.floats("loss32")[0], within(1e-4));
      assertThat(Arrays.stream(read.ints("input_ids")).boxed()).allMatch(id -> id >= 0 && id < 29);
    }
  }
}
