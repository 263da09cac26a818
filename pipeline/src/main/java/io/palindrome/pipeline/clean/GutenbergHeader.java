package io.palindrome.pipeline.clean;

import io.palindrome.pipeline.document.Attribution;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads title, author and language out of a Project Gutenberg header. */
final class GutenbergHeader {
  static final String LICENSE = "Project Gutenberg License";

  private static final Pattern FIELD = Pattern.compile("^[A-Z][A-Za-z ]{2,30}:.*");

  /** "The Project Gutenberg Etext of Vanity Fair, by Thackeray": all that old editions say. */
  private static final Pattern FIRST_LINE =
      Pattern.compile(
          "^\\W*(?:The )?Project Gutenberg(?:['’]s)?(?: E-?(?:Book|Text))?(?: of|,)? (.+?),? by (.+?)\\W*$",
          Pattern.CASE_INSENSITIVE);

  private static final int FIRST_LINES = 5;

  private GutenbergHeader() {}

  static Attribution attribution(List<String> header) {
    Optional<Matcher> first =
        header.stream()
            .limit(FIRST_LINES)
            .map(FIRST_LINE::matcher)
            .filter(Matcher::matches)
            .findFirst();
    return new Attribution(
        field("Title", header).or(() -> first.map(m -> m.group(1))).orElse(""),
        field("Author", header).or(() -> first.map(m -> m.group(2))).orElse(""),
        language(field("Language", header).orElse("")),
        LICENSE);
  }

  /** The value of a field; indented lines below it belong to it. */
  private static Optional<String> field(String name, List<String> header) {
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).startsWith(name + ":")) {
        StringBuilder value = new StringBuilder(header.get(i).substring(name.length() + 1).strip());
        for (int j = i + 1; j < header.size() && continues(header.get(j)); j++) {
          value.append(' ').append(header.get(j).strip());
        }
        return value.isEmpty() ? Optional.empty() : Optional.of(value.toString());
      }
    }
    return Optional.empty();
  }

  private static boolean continues(String line) {
    return line.startsWith(" ") && !line.isBlank() && !FIELD.matcher(line.strip()).matches();
  }

  private static String language(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "english" -> "en";
      case "french" -> "fr";
      case "german" -> "de";
      case "spanish" -> "es";
      case "dutch" -> "nl";
      case "italian" -> "it";
      case "portuguese" -> "pt";
      default -> "und";
    };
  }
}
