package io.palindrome.pipeline.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A tokenizer as Hugging Face's {@code tokenizer.json}, which gives every text the same tokens.
 *
 * <p>The byte tokenizer is a byte-level BPE without merges. Its pre-tokenizer writes byte b as one
 * character (see {@link #character}), the vocabulary maps that to b + 4. Pad, begin, end and
 * unknown are in the vocabulary, but they are no added tokens: those would be found in ordinary
 * text that spells their names.
 */
public final class TokenizerFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TokenizerFile() {}

  /** The text of the file; equal tokenizers give equal text. */
  public static String render(Tokenizer tokenizer) {
    if (!(tokenizer instanceof ByteTokenizer)) {
      throw new IllegalArgumentException("only the byte tokenizer has a form of Hugging Face's");
    }
    ObjectNode json = MAPPER.createObjectNode();
    json.put("version", "1.0");
    json.putNull("truncation");
    json.putNull("padding");
    json.putArray("added_tokens");
    json.putNull("normalizer");
    json.set("pre_tokenizer", byteLevel());
    json.putNull("post_processor");
    json.set("decoder", byteLevel());
    json.set("model", model(tokenizer.vocabulary()));
    return text(json);
  }

  /** Whether {@code json} is the file of this tokenizer, however it is spaced. */
  public static boolean describes(String json, Tokenizer tokenizer) {
    try {
      return MAPPER.readTree(json).equals(MAPPER.readTree(render(tokenizer)));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static ObjectNode byteLevel() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("type", "ByteLevel");
    json.put("add_prefix_space", false);
    json.put("trim_offsets", true);
    json.put("use_regex", false);
    return json;
  }

  private static ObjectNode model(Vocabulary vocabulary) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("type", "BPE");
    json.putNull("dropout");
    json.putNull("unk_token");
    json.putNull("continuing_subword_prefix");
    json.putNull("end_of_word_suffix");
    json.put("fuse_unk", false);
    json.put("byte_fallback", false);
    json.put("ignore_merges", false);
    ObjectNode tokens = json.putObject("vocab");
    tokens.put("<pad>", vocabulary.pad());
    tokens.put("<begin>", vocabulary.begin());
    tokens.put("<end>", vocabulary.end());
    tokens.put("<unknown>", vocabulary.unknown());
    for (int b = 0; b < 256; b++) {
      tokens.put(String.valueOf(character(b)), vocabulary.size() - 256 + b);
    }
    json.putArray("merges");
    return json;
  }

  /**
   * The character that stands for a byte in GPT-2's byte-level form: itself where it is printable
   * in Latin-1, else the next free one from U+0100 on.
   */
  static char character(int b) {
    if (isPrintable(b)) {
      return (char) b;
    }
    int before = 0;
    for (int other = 0; other < b; other++) {
      before += isPrintable(other) ? 0 : 1;
    }
    return (char) (256 + before);
  }

  private static boolean isPrintable(int b) {
    return (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xFF && b != 0xAD);
  }

  private static String text(ObjectNode json) {
    try {
      return MAPPER
              .writer(
                  new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
              .writeValueAsString(json)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree always has a text", e);
    }
  }
}
