package io.palindrome.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.conf.DataException;
import io.palindrome.model.parameter.ParameterInitializer;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.TinyConfigs;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Tens of thousands of damaged files, the same ones in every run. */
class UntrustedFilesTest {
  private static final int FILES = 10_000;

  /** A JSON tree takes some tens of bytes for each byte of text; most for {@code {},}. */
  private static final long BYTES_PER_BYTE = 64;

  private static final long BYTES_ALWAYS = 1 << 18;

  /** Reads that load classes and fill caches; what they allocate is not counted. */
  private static final int FIRST = 500;

  private static final String OWN_OPTIONS =
      "{ \"palindrome\" : { \"positions\" : \"rotary\", \"feed_forward\" : \"gated\","
          + " \"local_heads_in_lsh_layers\" : 1 },";

  private record Bytes(String name, byte[] bytes) implements ByteSource {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
      if (position + into.remaining() > bytes.length) {
        throw new EOFException("it ends at byte " + bytes.length);
      }
      into.put(bytes, (int) position, into.remaining()).flip();
    }

    @Override
    public void close() {}
  }

  private static byte[] weights() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafetensorsWriter.write(
        out,
        ParameterTensors.entries(
            ParameterLayout.of(TinyConfigs.axial()),
            ParameterInitializer.initialize(TinyConfigs.axial(), 3)),
        CheckpointWriter.pytorch());
    return out.toByteArray();
  }

  private static byte[] damaged(byte[] original, int n) {
    Mutations mutations = new Mutations(41, n);
    int header = 8 + (int) ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return switch (n % 4) {
      case 0 -> mutations.bytes(original, header);
      case 1 -> mutations.bytes(original, original.length);
      case 2 -> mutations.headerJson(original);
      default -> n % 40 == 3 ? mutations.headerLength(original) : mutations.headerJson(original);
    };
  }

  private static void readAll(byte[] file) {
    try (SafetensorsFile read = SafetensorsFile.of(new Bytes("a.safetensors", file))) {
      for (TensorInfo tensor : read.tensors()) {
        switch (tensor.type()) {
          case F32, F16, BF16 -> read.floats(tensor.name());
          case F64 -> read.doubles(tensor.name());
          case I64, I32, U8 -> read.longs(tensor.name());
        }
      }
      ParameterTensors.read(read, ParameterLayout.of(TinyConfigs.axial()));
    }
  }

  @Test
  void damagedTensorFilesGiveOneLineAndAllocateLittle() throws IOException {
    byte[] original = weights();
    HostileReads first = new HostileReads(BYTES_PER_BYTE, 1 << 24);
    for (int n = FILES; n < FILES + FIRST; n++) {
      byte[] file = damaged(original, n);
      first.read("file " + n, file.length, () -> readAll(file));
    }
    HostileReads reads = new HostileReads(BYTES_PER_BYTE, BYTES_ALWAYS);
    for (int n = 0; n < FILES; n++) {
      byte[] file = damaged(original, n);
      reads.read("file " + n, file.length, () -> readAll(file));
    }
    assertThat(reads.complaints()).isEmpty();
    assertThat(reads.refused()).isGreaterThan(FILES / 2);
    assertThat(reads.accepted()).isPositive();
  }

  @Test
  void damagedConfigurationsGiveOneLineAndAllocateLittle() {
    String plain = HuggingFaceConfig.render(TinyConfigs.axial());
    String original = plain.replaceFirst("\\{", OWN_OPTIONS);
    HostileReads first = new HostileReads(BYTES_PER_BYTE, 1 << 24);
    for (int n = FILES; n < FILES + FIRST; n++) {
      readConfiguration(first, original, n);
    }
    HostileReads reads = new HostileReads(BYTES_PER_BYTE, BYTES_ALWAYS);
    for (int n = 0; n < FILES; n++) {
      readConfiguration(reads, original, n);
    }
    assertThat(reads.complaints()).isEmpty();
    assertThat(reads.refused()).isGreaterThan(FILES / 4);
    assertThat(reads.accepted()).isPositive();
  }

  private static void readConfiguration(HostileReads reads, String original, int n) {
    Mutations mutations = new Mutations(43, n);
    byte[] bytes = original.getBytes(StandardCharsets.UTF_8);
    String text =
        n % 3 == 0
            ? new String(mutations.bytes(bytes, bytes.length), StandardCharsets.UTF_8)
            : mutations.json(original);
    reads.read(
        "configuration " + n,
        text.length(),
        () -> ParameterLayout.of(HuggingFaceConfig.parse("config.json", text)));
  }

  /** The worst texts that the header's grammar allows, a MiB each. */
  @Test
  void largeHeadersAllocateInProportion() throws IOException {
    for (String piece : new String[] {"[],", "1,", "{},", "\"a\",", "123456789,", "[[]],"}) {
      String json = "{\"x\":[" + piece.repeat((1 << 20) / piece.length()) + "0]}";
      byte[] text = json.getBytes(StandardCharsets.UTF_8);
      ByteBuffer file = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN);
      file.putLong(text.length).put(text);
      HostileReads reads = new HostileReads(BYTES_PER_BYTE, BYTES_ALWAYS);
      reads.read(piece, text.length, () -> readAll(file.array()));
      assertThat(reads.complaints()).isEmpty();
      assertThat(reads.refused()).isEqualTo(1);
    }
  }

  @Test
  void aReaderThatBelievesTheHeaderIsCaught() throws IOException {
    byte[] original = weights();
    HostileReads believing = new HostileReads(BYTES_PER_BYTE, BYTES_ALWAYS);
    for (int n = 0; n < FILES; n++) {
      byte[] file = damaged(original, n);
      believing.read("file " + n, file.length, () -> believe(file));
    }
    assertThat(believing.complaints()).anyMatch(line -> line.contains("bytes were allocated"));
    assertThat(believing.complaints()).anyMatch(line -> line.contains("Exception"));
  }

  /** What a reader without checks does; it is stopped at 16 MiB. */
  private static void believe(byte[] file) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) Math.min(buffer.getLong(), 1 << 24)];
    buffer.get(header);
    new ObjectMapper().readTree(header);
  }

  @Test
  void aMessageOfTwoLinesIsCaught() {
    HostileReads reads = new HostileReads(0, 1 << 20);
    reads.read(
        "two lines",
        0,
        () -> {
          throw new DataException("one\ntwo");
        });
    assertThat(reads.complaints()).hasSize(1);
  }
}
