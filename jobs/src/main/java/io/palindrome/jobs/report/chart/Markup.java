package io.palindrome.jobs.report.chart;

/** Text made safe for HTML that must also be well-formed XML. */
public final class Markup {
  private static final int CONTROL_PICTURES = 0x2400;
  private static final int REPLACEMENT = 0xFFFD;

  private Markup() {}

  /**
   * Escapes text for an element's content or a quoted attribute. Control characters, which XML
   * cannot hold, become their visible pictures; unpaired surrogates the replacement character.
   */
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(character -> append(safe, character));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int character) {
    switch (character) {
      case '<' -> safe.append("&lt;");
      case '>' -> safe.append("&gt;");
      case '&' -> safe.append("&amp;");
      case '"' -> safe.append("&quot;");
      case '\'' -> safe.append("&#39;");
      case '\n', '\t' -> safe.append((char) character);
      default -> safe.appendCodePoint(visible(character));
    }
  }

  private static int visible(int character) {
    if (character < 0x20) {
      return CONTROL_PICTURES + character;
    }
    boolean surrogate = character >= 0xD800 && character <= 0xDFFF;
    boolean unwritable = surrogate || character == 0xFFFE || character == 0xFFFF;
    boolean control = character >= 0x7F && character < 0xA0;
    return unwritable || control ? REPLACEMENT : character;
  }
}
