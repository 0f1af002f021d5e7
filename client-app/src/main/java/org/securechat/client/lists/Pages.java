package org.securechat.client.lists;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.securechat.client.ClientException;

/** A list that the server gives page by page, each behind the last name of the one before. */
public final class Pages {
  private Pages() {}

  /** How a page is asked for. */
  public interface Source<T> {
    /**
     * Asks for one.
     *
     * @param after the name behind which it begins; empty for the first
     */
    Page<T> page(Optional<String> after) throws ClientException;
  }

  /**
   * A page.
   *
   * @param more whether there are others behind it
   */
  public record Page<T>(List<T> entries, boolean more) {}

  /** All entries, with a first page that is there already. */
  public static <T> List<T> all(Page<T> first, Function<T, String> name, Source<T> source)
      throws ClientException {
    List<T> all = new ArrayList<>(first.entries());
    boolean another = first.more();
    while (another) {
      Page<T> page =
          source.page(all.isEmpty() ? Optional.empty() : Optional.of(name.apply(all.getLast())));
      all.addAll(page.entries());
      // An empty page that promises more would be asked for without end.
      another = page.more() && !page.entries().isEmpty();
    }
    return List.copyOf(all);
  }

  /** All entries. */
  public static <T> List<T> all(Function<T, String> name, Source<T> source) throws ClientException {
    return all(new Page<>(List.of(), true), name, source);
  }
}
