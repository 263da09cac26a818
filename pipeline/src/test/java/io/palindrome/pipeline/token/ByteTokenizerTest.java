package io.palindrome.pipeline.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.TokenizerConfig;
import io.palindrome.pipeline.document.Attribution;
import io.palindrome.pipeline.document.Document;
import io.palindrome.pipeline.document.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteTokenizerTest {
  private final Tokenizer tokenizer = Tokenizer.of(TokenizerConfig.DEFAULT);

  @Test
  void aByteIsItsValuePlusFour() {
    assertThat(tokenizer.encode("\u0000Aé")).containsExactly(4, 69, 0xC3 + 4, 0xA9 + 4);
    assertThat(tokenizer.vocabulary()).isEqualTo(new Vocabulary(260, 0, 1, 2, 3));
    assertThat(tokenizer.vocabulary().tokenWidth()).isEqualTo(2);
  }

  @Test
  void decodesWhatItEncoded() {
    String text = "“Née” 𝄞\n\ttab";
    assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
  }

  @Test
  void decodesOnlyTokensOfText() {
    assertThat(tokenizer.decode(new int[] {1, 69, 0, 3, 70, 2, 260, -100})).isEqualTo("AB");
    assertThat(tokenizer.decode(new int[] {69, 0xC3 + 4})).isEqualTo("A\uFFFD");
  }

  @Test
  void fingerprintIsPartOfTheFormat() {
    assertThat(tokenizer.fingerprint())
        .isEqualTo("1632101d1810fb6fc53cdb8406b234c508c02067e07cd407a8d3683f642149ee");
  }

  @Test
  void aDocumentOpensAndCloses() {
    Document document =
        Document.of(new SourceFile("f", 1, ""), Attribution.UNKNOWN, List.of(), "AB");
    TokenizedDocument tokenized = TokenizedDocument.of(document, tokenizer);
    assertThat(PackedTokens.unpack(tokenized.packed(), 2, 0, 4)).containsExactly(1, 69, 70, 2);
    assertThat(tokenized.tokens().count()).isEqualTo(4);
    assertThat(tokenized.tokens().bytes()).isEqualTo(8);
    assertThat(tokenized.tokens().xxh64()).isEqualTo(PackedTokens.xxh64(tokenized.packed()));
  }

  @Test
  void widthFollowsFromTheVocabulary() {
    assertThat(new Vocabulary(256, 0, 1, 2, 3).tokenWidth()).isEqualTo(1);
    assertThat(new Vocabulary(257, 0, 1, 2, 3).tokenWidth()).isEqualTo(2);
    assertThat(new Vocabulary(65_536, 0, 1, 2, 3).tokenWidth()).isEqualTo(2);
    assertThat(new Vocabulary(65_537, 0, 1, 2, 3).tokenWidth()).isEqualTo(4);
  }
}
