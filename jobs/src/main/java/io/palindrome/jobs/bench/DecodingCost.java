package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.jobs.command.JobContext;
import java.util.List;
import java.util.Locale;

/**
 * What a new token costs after a prompt.
 *
 * @param prompt tokens
 * @param fullSeconds of a forward pass over the prompt, the median
 * @param readSeconds of reading the prompt: a forward pass that keeps states
 * @param tokenSeconds of a new token, the median
 * @param together texts that are decoded together in {@code togetherSeconds}
 * @param togetherSeconds of one token each, the median
 * @param cacheBytes of the states after the prompt
 */
record DecodingCost(
    int prompt,
    double fullSeconds,
    double readSeconds,
    double tokenSeconds,
    int together,
    double togetherSeconds,
    long cacheBytes) {

  /** Full forward passes over the prompt that cost as much as one new token. */
  double ratio() {
    return tokenSeconds / fullSeconds;
  }

  List<String> lines() {
    return List.of(
        line("full forward pass  %,10.3f s over %,d tokens", fullSeconds, prompt),
        line("reading the prompt %,10.3f s", readSeconds),
        line("a new token        %,10.3f ms, %,.0f tokens/s", 1e3 * tokenSeconds, 1 / tokenSeconds),
        line("                   1/%,.0f of a full forward pass", 1 / ratio()),
        line(
            "%d texts together   %,10.3f ms for a token of each, %,.0f tokens/s",
            together, 1e3 * togetherSeconds, together / togetherSeconds),
        line(
            "cache              %,10.1f MiB, %,.0f bytes a token",
            cacheBytes / (double) (1 << 20), (double) cacheBytes / prompt));
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  ObjectNode json() {
    ObjectNode json = JobContext.json();
    json.put("prompt", prompt);
    json.put("fullSeconds", fullSeconds);
    json.put("readSeconds", readSeconds);
    json.put("tokenSeconds", tokenSeconds);
    json.put("tokensPerSecond", 1 / tokenSeconds);
    json.put("ratio", ratio());
    json.put("together", together);
    json.put("togetherSeconds", togetherSeconds);
    json.put("cacheBytes", cacheBytes);
    return json;
  }
}
