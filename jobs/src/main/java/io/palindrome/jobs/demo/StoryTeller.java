package io.palindrome.jobs.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Writes one document: chapters of scenes, between which passages are introduced at an even pace
 * over the first three quarters and recur when they are due.
 */
final class StoryTeller {
  /** Stands for the recurring passage while the sentence around it is expanded. */
  private static final String MARK = "\u0001";

  private final CounterRandom random;
  private final Expansion words;
  private final World world;
  private final PassageWriter passageWriter;
  private final SceneWriter scenes;
  private final StringBuilder text = new StringBuilder();
  private final List<RecurringText> introduced = new ArrayList<>();

  StoryTeller(StoryGrammar grammar, long seed, int document) {
    this.random = new CounterRandom(seed, document);
    this.words = new Expansion(grammar, random);
    this.world = new World(words, random);
    this.passageWriter = new PassageWriter(grammar, words, random);
    this.scenes = new SceneWriter(words, random);
  }

  /** A document's text and what recurs in it. */
  record Story(String title, String author, String text, List<Passage> passages) {}

  /** Writes about {@code length} characters under a title, and at most 4,000 more. */
  Story tell(String title, int length) {
    String author = words.expand("{first-name} {stem}{surname-end}");
    text.append("Title: ").append(title).append("\nAuthor: ").append(author).append('\n');
    Deque<RecurringText> waiting = new ArrayDeque<>(passageWriter.passages(length));
    int pace = length * 3 / 4 / waiting.size();
    int introduceAt = 1_000;
    int chapterEnd = 0;
    int chapter = 0;
    while (text.length() < length) {
      if (text.length() >= chapterEnd) {
        heading(++chapter);
        chapterEnd = text.length() + 4_500 + random.below(3_000);
      }
      world.newScene();
      paragraph(scenes.scene());
      int position = text.length();
      RecurringText due =
          introduced.stream().filter(p -> p.dueBy(position)).findFirst().orElse(null);
      if (due != null) {
        place(due, "again", length);
      } else if (position >= introduceAt && !waiting.isEmpty()) {
        introduced.add(waiting.peek());
        place(waiting.poll(), "first", length);
        introduceAt += pace;
      }
    }
    close(++chapter);
    return new Story(
        title,
        author,
        text.toString(),
        introduced.stream()
            .map(RecurringText::passage)
            .filter(p -> !p.recurrences().isEmpty())
            .toList());
  }

  /** A title that fits this document's people and places. */
  String title() {
    return words.rule("title");
  }

  private void heading(int chapter) {
    world.newScene();
    text.append("\nCHAPTER ").append(roman(chapter)).append(". ");
    text.append(words.rule("chapter-title")).append('\n');
  }

  private void paragraph(String paragraph) {
    text.append('\n').append(paragraph).append('\n');
  }

  /** Puts the passage between sentences of its kind, and notes its span. */
  private void place(RecurringText passage, String when, int end) {
    PassageKind kind = passage.kind();
    String copy = copy(passage, when);
    String around;
    if (kind == PassageKind.FACT || kind == PassageKind.PROVERB) {
      words.bind("fact-text", MARK);
      words.bind("quoted", MARK);
      around = words.rule(kind.key() + "-" + when);
    } else {
      around = words.rule(kind.key() + "-" + when) + "\n\n" + MARK;
    }
    int start = text.length() + 1 + around.indexOf(MARK);
    paragraph(around.replace(MARK, copy));
    passage.stands(new Span(start, start + copy.length()), copy, end, random);
  }

  private String copy(RecurringText passage, String when) {
    boolean exact =
        switch (passage.kind()) {
          case FACT, PROVERB, WILL -> true;
          case VERSE, LETTER, INVENTORY -> when.equals("first") || random.below(4) > 0;
        };
    return exact ? passage.text() : passageWriter.nearly(passage.text());
  }

  private void close(int chapter) {
    heading(chapter);
    paragraph(words.rule("scenery") + " " + words.rule("reflection"));
    paragraph(words.rule("closing") + " " + words.rule("closing"));
    paragraph(words.rule("closing"));
    paragraph("The end.");
  }

  private static String roman(int number) {
    int[] values = {50, 40, 10, 9, 5, 4, 1};
    String[] signs = {"L", "XL", "X", "IX", "V", "IV", "I"};
    StringBuilder roman = new StringBuilder();
    int rest = number;
    for (int i = 0; i < values.length; i++) {
      for (; rest >= values[i]; rest -= values[i]) {
        roman.append(signs[i]);
      }
    }
    return roman.toString();
  }
}
