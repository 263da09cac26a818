package io.palindrome.pipeline.token;

import io.palindrome.pipeline.document.Document;
import io.palindrome.pipeline.document.DocumentFacts;
import java.io.Serializable;

/**
 * A document as tokens: begin, its text, end.
 *
 * @param packed the tokens as {@link PackedTokens} lays them out
 */
public record TokenizedDocument(DocumentFacts document, TokenFacts tokens, byte[] packed)
    implements Serializable {

  /** The tokens of a document, with begin and end around them. */
  public static TokenizedDocument of(Document document, Tokenizer tokenizer) {
    Vocabulary vocabulary = tokenizer.vocabulary();
    int[] text = tokenizer.encode(document.text());
    int[] tokens = new int[text.length + 2];
    tokens[0] = vocabulary.begin();
    System.arraycopy(text, 0, tokens, 1, text.length);
    tokens[tokens.length - 1] = vocabulary.end();
    byte[] packed = PackedTokens.pack(tokens, vocabulary.tokenWidth());
    TokenFacts facts =
        new TokenFacts(
            tokens.length,
            vocabulary.tokenWidth(),
            PackedTokens.xxh64(packed),
            tokenizer.fingerprint());
    return new TokenizedDocument(document.facts(), facts, packed);
  }
}
