package io.palindrome.pipeline;

import io.palindrome.conf.PrepareConfig;
import io.palindrome.pipeline.bucket.LengthBucketAssigner.Candidate;
import io.palindrome.pipeline.dataset.DatasetFingerprint;
import io.palindrome.pipeline.document.DocumentFacts;
import io.palindrome.pipeline.document.Rejection;
import io.palindrome.pipeline.split.Split;
import io.palindrome.pipeline.split.WorkSplits;
import io.palindrome.pipeline.token.TokenFacts;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The documents of the dataset: one for each text, each in its split.
 *
 * @param documents sorted by doc_id
 * @param duplicates files whose text another file has
 */
record Selection(List<Selected> documents, List<Rejection> duplicates) {

  /** A document as the driver knows it, without its text. */
  record Facts(DocumentFacts document, TokenFacts tokens) implements Serializable {}

  /** A document that goes into the dataset. */
  record Selected(DocumentFacts document, TokenFacts tokens, Split split) {
    Candidate candidate() {
      return new Candidate(document.docId(), split, tokens);
    }

    DatasetFingerprint.Entry entry() {
      return new DatasetFingerprint.Entry(
          document.docId(), document.contentSha256(), tokens, split);
    }
  }

  /** Keeps of several files of one text the one of the first name, and splits the rest by work. */
  static Selection of(List<Facts> kept, PrepareConfig config) {
    Map<String, Facts> byText = new TreeMap<>();
    List<Rejection> duplicates = new ArrayList<>();
    kept.stream()
        .sorted(Comparator.comparing(facts -> facts.document().source().uri()))
        .forEach(
            facts -> {
              Facts first = byText.putIfAbsent(facts.document().docId(), facts);
              if (first != null) {
                duplicates.add(duplicate(facts, first));
              }
            });
    Map<String, Split> splits =
        WorkSplits.assign(
            byText.values().stream().map(facts -> facts.document().workId()).toList(),
            config.validationFraction(),
            config.testFraction());
    List<Selected> selected =
        byText.values().stream()
            .map(
                facts ->
                    new Selected(
                        facts.document(), facts.tokens(), splits.get(facts.document().workId())))
            .toList();
    return new Selection(selected, duplicates);
  }

  private static Rejection duplicate(Facts facts, Facts first) {
    return new Rejection(
        Stage.DEDUPLICATE.label(),
        facts.document().source().uri(),
        "same text",
        "the text is that of " + first.document().source().uri());
  }

  /** URIs of the chosen files by doc_id. */
  Map<String, String> uriOfDocument() {
    Map<String, String> uris = new TreeMap<>();
    documents.forEach(
        selected -> uris.put(selected.document().docId(), selected.document().source().uri()));
    return uris;
  }
}
