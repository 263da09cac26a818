package io.palindrome.model.parameter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lays slots one behind the other while a layout is made. */
final class SlotWriter {
  private final List<Slot> slots = new ArrayList<>();
  private long end;

  Slot add(String name, long... shape) {
    Slot slot = new Slot(name, end, Arrays.stream(shape).boxed().toList());
    slots.add(slot);
    end = slot.end();
    return slot;
  }

  NormSlots norm(String name, long width) {
    return new NormSlots(add(name + ".weight", width), add(name + ".bias", width));
  }

  DenseSlots dense(String name, long out, long in) {
    return new DenseSlots(add(name + ".weight", out, in), add(name + ".bias", out));
  }

  List<Slot> slots() {
    return List.copyOf(slots);
  }
}
