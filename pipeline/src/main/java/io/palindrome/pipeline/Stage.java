package io.palindrome.pipeline;

import java.util.Locale;

/** The stages that keep and reject files, in order, as the manifest names them. */
enum Stage {
  /** Lists the input; leaves out files of no format that is read. */
  FIND,
  /** Reads and decodes a file. */
  INGEST,
  /** Takes the book out of the file. */
  CLEAN,
  /** Keeps one of several files of the same text. */
  DEDUPLICATE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
