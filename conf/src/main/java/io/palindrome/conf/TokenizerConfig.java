package io.palindrome.conf;

import java.io.Serializable;

/** How text becomes tokens. */
public record TokenizerConfig(TokenizerKind kind) implements Serializable {
  public static final TokenizerConfig DEFAULT = new TokenizerConfig(TokenizerKind.BYTE);

  public TokenizerConfig {
    Check.present("tokenizer.kind", kind);
  }
}
