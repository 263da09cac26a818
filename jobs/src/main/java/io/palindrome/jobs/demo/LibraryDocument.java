package io.palindrome.jobs.demo;

import java.util.List;

/** One generated document: its file name in the texts folder, and the passages that recur in it. */
public record LibraryDocument(
    String file, String title, String author, int characters, List<Passage> passages) {
  public LibraryDocument {
    passages = List.copyOf(passages);
  }
}
