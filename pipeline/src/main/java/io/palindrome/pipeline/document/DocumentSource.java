package io.palindrome.pipeline.document;

import java.io.Serializable;

/** Reads the text out of the files of one format. */
public sealed interface DocumentSource extends Serializable permits PlainTextSource {
  /** Whether this source reads a file of this name. */
  boolean accepts(String fileName);

  /** The text of one file, or the reason why it has none. */
  RawText read(SourceFile source, byte[] content) throws RejectedFileException;
}
