package io.palindrome.pipeline.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenizerFileTest {
  private static final Tokenizer BYTES = new ByteTokenizer();

  @Test
  void everyTokenHasOneName() throws Exception {
    JsonNode json = new ObjectMapper().readTree(TokenizerFile.render(BYTES));
    JsonNode names = json.path("model").path("vocab");
    Set<Integer> tokens = new HashSet<>();
    names.forEach(token -> tokens.add(token.intValue()));
    assertThat(names.size()).isEqualTo(260);
    assertThat(tokens).hasSize(260).allMatch(token -> token >= 0 && token < 260);
    assertThat(json.path("model").path("merges").size()).isZero();
    assertThat(json.path("added_tokens").size()).isZero();
  }

  /** The characters that GPT-2's vocabulary is known to use for space, line feed and others. */
  @Test
  void bytesHaveGpt2sCharacters() throws Exception {
    assertThat(TokenizerFile.character(' ')).isEqualTo('Ġ');
    assertThat(TokenizerFile.character('\n')).isEqualTo('Ċ');
    assertThat(TokenizerFile.character('\t')).isEqualTo('ĉ');
    assertThat(TokenizerFile.character(0)).isEqualTo('Ā');
    assertThat(TokenizerFile.character(0xAD)).isEqualTo('Ń');
    assertThat(TokenizerFile.character('a')).isEqualTo('a');
    JsonNode names =
        new ObjectMapper().readTree(TokenizerFile.render(BYTES)).path("model").path("vocab");
    for (int b = 0; b < 256; b++) {
      assertThat(names.path(String.valueOf(TokenizerFile.character(b))).intValue())
          .isEqualTo(b + 4);
    }
  }

  @Test
  void knowsItsOwnFileAndNoOther() {
    String own = TokenizerFile.render(BYTES);
    assertThat(TokenizerFile.describes(own.replace("\n", " "), BYTES)).isTrue();
    assertThat(TokenizerFile.describes(own.replace("\"a\" : 101", "\"a\" : 102"), BYTES)).isFalse();
    assertThat(TokenizerFile.describes("{", BYTES)).isFalse();
    assertThat(TokenizerFile.describes("", BYTES)).isFalse();
  }
}
