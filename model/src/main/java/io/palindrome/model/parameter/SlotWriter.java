package io.palindrome.model.parameter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lays slots one behind the other while a layout is made. */
public final class SlotWriter {
  private final List<Slot> slots = new ArrayList<>();
  private long end;

  /** A slot of that shape, behind the last one. */
  public Slot add(String name, long... shape) {
    Slot slot = new Slot(name, end, Arrays.stream(shape).boxed().toList());
    slots.add(slot);
    end = slot.end();
    return slot;
  }

  /** Gain {@code name.weight} and bias {@code name.bias}. */
  public NormSlots norm(String name, long width) {
    return new NormSlots(add(name + ".weight", width), add(name + ".bias", width));
  }

  /** Weight {@code name.weight} [out, in] and bias {@code name.bias} [out]. */
  public DenseSlots dense(String name, long out, long in) {
    return new DenseSlots(add(name + ".weight", out, in), add(name + ".bias", out));
  }

  /** Length of the flat vector so far. */
  public long end() {
    return end;
  }

  /** All slots so far, without gaps. */
  public List<Slot> slots() {
    return List.copyOf(slots);
  }
}
