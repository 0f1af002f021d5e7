package org.securechat.server.chat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts lists to what one record can carry, the most useful first. */
final class ResponseTruncation {

  /** Characters of a list in one record. */
  static final int BUDGET = 60_000;

  private ResponseTruncation() {}

  /**
   * The first of the list that fit into one record.
   *
   * @param size of one entry in JSON, in characters
   */
  static <T> List<T> fitting(List<T> all, ToIntFunction<T> size) {
    List<T> fitting = new ArrayList<>();
    int used = 0;
    for (T each : all) {
      used += size.applyAsInt(each);
      if (used > BUDGET) {
        break;
      }
      fitting.add(each);
    }
    return fitting;
  }

  /**
   * The first of the list in that order that fit into one record.
   *
   * @param size of one entry in JSON, in characters
   */
  static <T> List<T> fitting(List<T> all, Comparator<T> order, ToIntFunction<T> size) {
    return fitting(all.stream().sorted(order).toList(), size);
  }
}
