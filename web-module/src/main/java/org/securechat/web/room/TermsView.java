package org.securechat.web.room;

import org.securechat.protocol.application.RoomTerms;

/**
 * What the owner and moderators of a room have decided.
 *
 * @param topic in one line; empty for none
 * @param writers {@code members} or {@code moderators}
 * @param slowSeconds from one message of an ordinary member to the next, 0 for none
 */
public record TermsView(String topic, String writers, int slowSeconds) {
  static TermsView of(RoomTerms terms) {
    return new TermsView(terms.topic(), terms.writers(), terms.slowSeconds());
  }
}
