package org.securechat.web.transcript;

import java.util.List;

/**
 * A page of a search.
 *
 * @param next what to send as {@code after} to go on; null, and so absent, once all is searched
 * @param searchedTo to which line the search has come
 */
public record MessagePage(List<MessageView> items, String next, long searchedTo) {
  public MessagePage {
    items = List.copyOf(items);
  }
}
