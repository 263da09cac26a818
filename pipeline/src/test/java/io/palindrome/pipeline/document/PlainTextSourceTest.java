package io.palindrome.pipeline.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.palindrome.pipeline.SharedCorpus;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlainTextSourceTest {
  private static final SourceFile FILE = new SourceFile("file:/a.txt", 1, "");

  private final PlainTextSource source = new PlainTextSource();

  @Test
  void readsUtf8() throws RejectedFileException {
    RawText text = source.read(FILE, "Dvořák – “née”\n".getBytes(StandardCharsets.UTF_8));
    assertThat(text.text()).isEqualTo("Dvořák – “née”\n");
    assertThat(text.flags()).isEmpty();
  }

  @Test
  void dropsByteOrderMark() throws RejectedFileException {
    RawText text = source.read(FILE, "\uFEFFnée".getBytes(StandardCharsets.UTF_8));
    assertThat(text.text()).isEqualTo("née");
    assertThat(text.flags()).containsExactly("byte-order-mark");
  }

  @Test
  void readsWindows1252WhereItIsNotUtf8() throws RejectedFileException {
    RawText text = source.read(FILE, "“née” €".getBytes(Charset.forName("windows-1252")));
    assertThat(text.text()).isEqualTo("“née” €");
    assertThat(text.flags()).containsExactly("windows-1252");
  }

  @Test
  void rejectsBytesThatNeitherEncodingDefines() {
    byte[] bytes = "a long enough line of text".getBytes(StandardCharsets.UTF_8);
    bytes[5] = (byte) 0x81;
    assertRejected(
        bytes,
        "encoding",
        "the bytes are neither UTF-8 nor windows-1252; convert the file to UTF-8");
  }

  @Test
  void rejectsFileWhoseMarkLies() {
    assertRejected(
        new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'n', (byte) 0xE9, 'e'},
        "encoding",
        "the file starts with a UTF-8 byte order mark, but is not UTF-8");
  }

  @Test
  void rejectsEmptyAndBlankFiles() {
    assertRejected(new byte[0], "empty", "the file has 0 bytes");
    assertRejected(
        " \r\n\n".getBytes(StandardCharsets.UTF_8),
        "empty",
        "the file has 4 bytes and all are white space");
  }

  @Test
  void rejectsBinaryFiles() {
    assertRejected(
        "ab\0c".getBytes(StandardCharsets.UTF_8),
        "binary",
        "byte 2 is zero: the file is binary, or text in UTF-16 or UTF-32");
    byte[] controls = new byte[100];
    Arrays.fill(controls, (byte) 7);
    assertRejected(controls, "binary", "100 of 100 characters are control characters");
  }

  @Test
  void rejectsMobiAndPdf() {
    for (String name : new String[] {"wuthering-heights_768.mobi", "emma_158.pdf"}) {
      assertThat(rejection(SharedCorpus.bytes("formats/" + name)).reason())
          .as(name)
          .isEqualTo("binary");
    }
  }

  @Test
  void acceptsTxtInAnyCase() {
    assertThat(source.accepts("a/b.TXT")).isTrue();
    assertThat(source.accepts("a/b.txt.gz")).isFalse();
  }

  private void assertRejected(byte[] bytes, String reason, String message) {
    RejectedFileException rejection = rejection(bytes);
    assertThat(rejection.reason()).isEqualTo(reason);
    assertThat(rejection).hasMessage(message);
  }

  private RejectedFileException rejection(byte[] bytes) {
    return catchThrowableOfType(RejectedFileException.class, () -> source.read(FILE, bytes));
  }
}
