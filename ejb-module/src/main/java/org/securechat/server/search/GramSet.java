package org.securechat.server.search;

import java.util.function.LongConsumer;

/** Different values, up to a number; after that it is full and takes no more. One thread's. */
final class GramSet {
  private static final int FIRST_SIZE = 1 << 10;

  private final int most;
  private long[] slots = new long[FIRST_SIZE];
  private int size;
  private boolean hasZero;
  private boolean full;

  /**
   * @param most how many it can hold
   */
  GramSet(int most) {
    this.most = most;
  }

  void add(long value) {
    if (full) {
      return;
    }
    // An empty slot is 0.
    if (value == 0 ? hasZero : !insert(value)) {
      return;
    }
    hasZero |= value == 0;
    size++;
    if (size > most) {
      full = true;
      slots = new long[0];
    } else if (size > slots.length / 2) {
      grow();
    }
  }

  private boolean insert(long value) {
    int slot = Long.hashCode(value) & (slots.length - 1);
    while (slots[slot] != 0) {
      if (slots[slot] == value) {
        return false;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = value;
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long value : old) {
      if (value != 0) {
        insert(value);
      }
    }
  }

  /** Whether there were more than it can hold. */
  boolean isFull() {
    return full;
  }

  int size() {
    return size;
  }

  void forEach(LongConsumer each) {
    if (hasZero) {
      each.accept(0);
    }
    for (long value : slots) {
      if (value != 0) {
        each.accept(value);
      }
    }
  }
}
