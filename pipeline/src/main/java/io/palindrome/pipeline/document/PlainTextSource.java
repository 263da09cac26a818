package io.palindrome.pipeline.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Plain text files: strict UTF-8 first, then strict windows-1252, because both refuse bytes that
 * they do not define. What the file claims about its own encoding is ignored.
 */
public record PlainTextSource() implements DocumentSource {
  /** Of all characters, how many may be controls other than tab, line end and form feed. */
  static final double MAX_CONTROL_FRACTION = 0.001;

  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  @Override
  public boolean accepts(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".txt");
  }

  @Override
  public RawText read(SourceFile source, byte[] content) throws RejectedFileException {
    if (content.length == 0) {
      throw new RejectedFileException("empty", "the file has 0 bytes");
    }
    refuseZeroBytes(content);
    RawText decoded = decode(source, content);
    refuseControls(decoded.text());
    if (decoded.text().isBlank()) {
      throw new RejectedFileException(
          "empty", "the file has " + content.length + " bytes and all are white space");
    }
    return decoded;
  }

  private static RawText decode(SourceFile source, byte[] content) throws RejectedFileException {
    boolean marked = startsWithMark(content);
    int start = marked ? 3 : 0;
    ByteBuffer bytes = ByteBuffer.wrap(content, start, content.length - start);
    try {
      String text = strictly(StandardCharsets.UTF_8, bytes.duplicate());
      return new RawText(source, text, marked ? List.of("byte-order-mark") : List.of());
    } catch (CharacterCodingException notUtf8) {
      if (marked) {
        throw new RejectedFileException(
            "encoding", "the file starts with a UTF-8 byte order mark, but is not UTF-8");
      }
    }
    try {
      return new RawText(source, strictly(WINDOWS_1252, bytes), List.of("windows-1252"));
    } catch (CharacterCodingException neither) {
      throw new RejectedFileException(
          "encoding", "the bytes are neither UTF-8 nor windows-1252; convert the file to UTF-8");
    }
  }

  private static String strictly(Charset charset, ByteBuffer bytes)
      throws CharacterCodingException {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(bytes)
        .toString();
  }

  private static boolean startsWithMark(byte[] content) {
    return content.length >= 3
        && content[0] == (byte) 0xEF
        && content[1] == (byte) 0xBB
        && content[2] == (byte) 0xBF;
  }

  private static void refuseZeroBytes(byte[] content) throws RejectedFileException {
    for (int i = 0; i < content.length; i++) {
      if (content[i] == 0) {
        throw new RejectedFileException(
            "binary", "byte " + i + " is zero: the file is binary, or text in UTF-16 or UTF-32");
      }
    }
  }

  private static void refuseControls(String text) throws RejectedFileException {
    long controls =
        text.chars()
            .filter(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f')
            .count();
    if (controls > Math.max(1, MAX_CONTROL_FRACTION * text.length())) {
      throw new RejectedFileException(
          "binary", controls + " of " + text.length() + " characters are control characters");
    }
  }
}
