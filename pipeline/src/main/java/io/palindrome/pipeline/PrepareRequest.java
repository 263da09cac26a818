package io.palindrome.pipeline;

import io.palindrome.conf.LengthBucketConfig;
import io.palindrome.conf.PrepareConfig;
import io.palindrome.conf.TokenizerConfig;
import io.palindrome.pipeline.bucket.LengthBucketSchema;
import io.palindrome.pipeline.document.Sha256;
import io.palindrome.pipeline.token.Tokenizer;
import java.util.List;
import java.util.Optional;

/**
 * What to prepare.
 *
 * @param inputs text files, or folders that are searched for them
 * @param output root of the dataset
 * @param runId names the run; derived from input and configuration where absent
 * @param configText the whole resolved configuration as text, kept in the manifest
 */
public record PrepareRequest(
    List<String> inputs,
    String output,
    Optional<String> runId,
    PrepareConfig prepare,
    TokenizerConfig tokenizer,
    LengthBucketConfig buckets,
    String configText) {
  public PrepareRequest {
    inputs = List.copyOf(inputs);
  }

  /**
   * SHA-256 of all that decides what the rows are: the configuration of this request and the files.
   *
   * @param fileLines one line for each file, of its name and content
   */
  String fingerprint(List<String> fileLines) {
    return Sha256.of(
        String.join(
            "\n",
            "palindrome request 1",
            "schema " + LengthBucketSchema.VERSION,
            prepare.toString(),
            Tokenizer.of(tokenizer).fingerprint(),
            buckets.toString(),
            String.join("\n", fileLines.stream().sorted().toList())));
  }
}
