package io.palindrome.jobs.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The people and places of one document, made up from its draws and bound into its expansion. */
final class World {
  private static final int CAST = 9;

  /** Somebody of the story; the pronouns are he, his, him or she, her, her. */
  record Person(String name, String he, String his, String him) {}

  private final Expansion words;
  private final CounterRandom random;
  private final Set<String> taken = new TreeSet<>();
  private final List<Person> cast = new ArrayList<>();

  World(Expansion words, CounterRandom random) {
    this.words = words;
    this.random = random;
    String family = fresh("surname-end");
    for (int member = 0; member < CAST; member++) {
      cast.add(person(member));
    }
    bindPlaces();
    words.bind("family", family);
    words.bind("family-plural", family + "s");
    words.bind("dead", "old " + family);
    words.bind("dead-full", words.rule("male") + " " + family);
    Deck<Person> people = new Deck<>(cast, random);
    words.bind("person", () -> people.deal().name());
    words.bind("first-name", () -> words.rule(random.below(2) == 0 ? "female" : "male"));
    newScene();
  }

  /** Binds who, other and third anew; the two leading people are in most scenes. */
  void newScene() {
    Person who = cast.get(random.below(10) < 7 ? random.below(2) : random.below(CAST));
    List<Person> others = random.shuffled(cast.stream().filter(p -> !p.equals(who)).toList());
    Person other = others.get(0);
    words.bind("who", who.name());
    words.bind("he", who.he());
    words.bind("his", who.his());
    words.bind("him", who.him());
    words.bind("other", other.name());
    words.bind("he2", other.he());
    words.bind("his2", other.his());
    words.bind("him2", other.him());
    words.bind("third", others.get(1).name());
    words.bind("third-he", others.get(1).he());
  }

  private Person person(int member) {
    boolean woman = member == 0 ? random.below(2) == 0 : member % 2 == 0;
    String first = words.rule(woman ? "female" : "male");
    // The leading people go by their first names, the rest by both.
    String name = member < 3 ? first : first + " " + fresh("surname-end");
    return woman ? new Person(name, "she", "her", "her") : new Person(name, "he", "his", "him");
  }

  private void bindPlaces() {
    List<String> towns = new ArrayList<>();
    for (String place : List.of("village", "town", "port")) {
      towns.add(fresh("place-end"));
      words.bind(place, towns.get(towns.size() - 1));
    }
    for (int more = 0; more < 4; more++) {
      towns.add(fresh("place-end"));
    }
    Deck<String> places = new Deck<>(towns, random);
    words.bind("place", places::deal);
    words.bind("house", fresh("place-end") + " Hall");
    String river = fresh("place-end");
    words.bind("river", "the river " + river);
    words.bind("river-short", river);
    String hill = words.rule("stem") + " Hill";
    words.bind("hill", hill);
    words.bind("hill-short", hill);
    words.bind("wood", words.rule("stem") + " Wood");
    words.bind("street", words.rule("stem") + " Lane");
    String inn = words.rule("inn-name");
    words.bind("inn", inn);
    words.bind("inn-title", Expansion.capitalised(inn));
    words.bind("church", words.rule("saint"));
    words.bind("ship", words.rule("ship-name"));
  }

  private String fresh(String ending) {
    String name = words.rule("stem") + words.rule(ending);
    while (!taken.add(name)) {
      name = words.rule("stem") + words.rule(ending);
    }
    return name;
  }
}
