package io.palindrome.pipeline.dataset;

import io.palindrome.pipeline.document.Sha256;
import io.palindrome.pipeline.split.Split;
import io.palindrome.pipeline.token.TokenFacts;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The fingerprint of a dataset's content: SHA-256 over the sorted lines
 *
 * <pre>doc_id content_sha256 n_tokens tokens_xxh64 tokenizer_fingerprint split</pre>
 *
 * of all its documents. So it does not depend on the bytes of the Parquet files, on their number,
 * on the order of the input, or on where the input lay.
 */
public final class DatasetFingerprint {
  private DatasetFingerprint() {}

  /** What the fingerprint covers of one document. */
  public record Entry(String docId, String contentSha256, TokenFacts tokens, Split split) {
    private String line() {
      return String.join(
          " ",
          docId,
          contentSha256,
          Integer.toString(tokens.count()),
          HexFormat.of().toHexDigits(tokens.xxh64()),
          tokens.tokenizerFingerprint(),
          split.label());
    }
  }

  /** 64 hexadecimal digits. */
  public static String of(List<Entry> entries) {
    return Sha256.of(
        entries.stream()
            .map(Entry::line)
            .sorted()
            .collect(Collectors.joining("\n", "palindrome dataset 1\n", "\n")));
  }
}
