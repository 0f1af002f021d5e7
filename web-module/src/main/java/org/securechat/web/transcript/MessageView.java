package org.securechat.web.transcript;

import java.time.Instant;
import java.util.List;
import org.securechat.server.search.Excerpt;
import org.securechat.server.search.Hit;

/**
 * A message that was found. Offsets and lengths are in UTF-16 code units, as in JavaScript.
 *
 * @param sender {@code @server} for a message of the classic profile
 * @param text the message, or the part of it around the first word
 * @param textOffset how much of the message was left out before that
 * @param textLength of the whole message
 * @param marks where the words are in the text
 */
public record MessageView(
    long position,
    Instant receivedAt,
    String sender,
    String text,
    long textOffset,
    long textLength,
    List<MarkView> marks) {

  public MessageView {
    marks = List.copyOf(marks);
  }

  static MessageView of(Hit hit) {
    Excerpt excerpt = hit.excerpt();
    return new MessageView(
        hit.position(),
        hit.receivedAt(),
        hit.sender(),
        excerpt.text(),
        excerpt.offset(),
        excerpt.length(),
        excerpt.marks().stream().map(mark -> new MarkView(mark.start(), mark.length())).toList());
  }

  /** A part of the text. */
  public record MarkView(long start, long length) {}
}
