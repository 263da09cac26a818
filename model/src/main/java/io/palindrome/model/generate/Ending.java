package io.palindrome.model.generate;

/** Why a generated text ends where it does. */
public enum Ending {
  /** The model wrote its end token. */
  END_TOKEN,
  /** Whoever listened wanted no more. */
  STOPPED,
  /** It has all tokens that were asked for. */
  LENGTH
}
