package org.securechat.web.page;

import java.util.List;
import java.util.function.Function;

/**
 * A page of a list: {@code {"items":[…],"next":"…"}}.
 *
 * @param items in the list's order
 * @param next what to send as {@code after} to get the next page; null, and so absent, on the last
 */
public record Page<T>(List<T> items, String next) {
  /** What a list holds unless asked for another number, as an annotation needs it. */
  public static final String DEFAULT_LIMIT = "100";

  /** The most that a page can hold. */
  public static final long MAX_LIMIT = 1_000;

  public Page {
    items = List.copyOf(items);
  }

  /**
   * A page of what was found. It ends the list if there is less in it than was asked for; a full
   * one may be followed by an empty one.
   *
   * @param found at most {@code limit}
   * @param item how one of them is shown
   * @param place where in the list one of them stands; opaque to the client
   */
  public static <F, T> Page<T> of(
      List<F> found, int limit, Function<F, T> item, Function<F, String> place) {
    String next =
        found.size() < limit ? null : Cursor.encode(place.apply(found.get(found.size() - 1)));
    return new Page<>(found.stream().map(item).toList(), next);
  }
}
