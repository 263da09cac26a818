package io.palindrome.pipeline.token;

import io.palindrome.conf.TokenizerConfig;
import java.io.Serializable;

/** Text to token ids and back; immutable, shared by threads. */
public sealed interface Tokenizer extends Serializable permits ByteTokenizer {
  /** The tokenizer that a configuration asks for. */
  static Tokenizer of(TokenizerConfig config) {
    return switch (config.kind()) {
      case BYTE -> new ByteTokenizer();
    };
  }

  Vocabulary vocabulary();

  /** The tokens of a text alone, without begin and end. */
  int[] encode(String text);

  /** The text of some tokens; tokens that stand for no text, such as padding, are left out. */
  String decode(int[] tokens);

  /** The name of its kind in a configuration. */
  String kind();

  /** SHA-256 of all that decides which text gets which tokens. */
  String fingerprint();
}
