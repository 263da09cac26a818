package io.palindrome.pipeline;

import io.palindrome.pipeline.clean.TextCleaner;
import io.palindrome.pipeline.document.Document;
import io.palindrome.pipeline.document.DocumentSource;
import io.palindrome.pipeline.document.RawText;
import io.palindrome.pipeline.document.RejectedFileException;
import io.palindrome.pipeline.document.Rejection;
import io.palindrome.pipeline.document.SourceFile;
import io.palindrome.pipeline.token.TokenizedDocument;
import io.palindrome.pipeline.token.Tokenizer;
import java.io.Serializable;

/** What became of one file: a document, or a rejection with its reason. */
sealed interface Outcome extends Serializable {
  SourceFile source();

  /** The file became this document. */
  record Kept(TokenizedDocument document) implements Outcome {
    @Override
    public SourceFile source() {
      return document.document().source();
    }
  }

  /** The file was refused. */
  record Refused(SourceFile source, Rejection rejection) implements Outcome {}

  /** Takes one file through the stages that look at it alone. */
  static Outcome of(SourceFile file, byte[] content, DocumentSource source, Tokenizer tokenizer) {
    String stage = Stage.INGEST.label();
    try {
      RawText raw = source.read(file, content);
      stage = Stage.CLEAN.label();
      Document document = TextCleaner.clean(raw);
      return new Kept(TokenizedDocument.of(document, tokenizer));
    } catch (RejectedFileException e) {
      return new Refused(file, new Rejection(stage, file.uri(), e.reason(), e.getMessage()));
    }
  }
}
