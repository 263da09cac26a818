package io.palindrome.jobs.demo;

import java.util.List;

/**
 * Deals every element once before any of them comes again, and never the same one twice running.
 */
final class Deck<T> {
  private final List<T> elements;
  private final CounterRandom random;
  private List<T> order = List.of();
  private int dealt;

  Deck(List<T> elements, CounterRandom random) {
    this.elements = List.copyOf(elements);
    this.random = random;
  }

  T deal() {
    if (dealt == order.size()) {
      T previous = order.isEmpty() ? null : order.get(order.size() - 1);
      order = random.shuffled(elements);
      if (order.size() > 1 && order.get(0).equals(previous)) {
        order.add(order.remove(0));
      }
      dealt = 0;
    }
    return order.get(dealt++);
  }
}
