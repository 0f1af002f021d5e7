package org.securechat.client.console.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.reading.MessageFold;

/**
 * Puts edits, retractions and reactions together with the messages that they are about (PROTOCOL.md
 * §8.2). Lines may come in any order and several times. Bounded: of many messages, the ones longest
 * not asked for are forgotten. Confined to one thread.
 */
public final class Fold {
  /** Messages of a room that something was said about. */
  static final int MOST_MESSAGES = 2_000;

  /** Lines about one message; whoever floods it is shown no further. */
  static final int MOST_ACTS = 1_000;

  private final Map<Long, NavigableMap<Long, Act>> about =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, NavigableMap<Long, Act>> eldest) {
          return size() > MOST_MESSAGES;
        }
      };

  private record Act(String sender, MessageContent content) {}

  /** Takes in a line; only one that holds changes how another reads. */
  public void take(RoomMessage line) {
    if (!line.verified() || !(line.body() instanceof MessageBody.Said said)) {
      return;
    }
    MessageContent content = said.content();
    if (content.about().isEmpty() || MessageContent.isMessage(content.kind())) {
      return;
    }
    NavigableMap<Long, Act> acts =
        about.computeIfAbsent(content.about().get().position(), _ -> new TreeMap<>());
    if (acts.size() < MOST_ACTS) {
      acts.put(line.position(), new Act(line.sender(), content));
    }
  }

  /** How the message at a position reads, as far as the lines taken in say. */
  public Reading of(long position) {
    NavigableMap<Long, Act> acts = about.get(position);
    if (acts == null) {
      return Reading.PLAIN;
    }
    MessageFold fold = new MessageFold();
    acts.forEach((line, act) -> fold.take(line, act.sender(), act.content()));
    return new Reading(
        fold.edit().map(line -> version(line, acts.get(line))),
        fold.retraction(),
        fold.removal().map(line -> removed(line, acts.get(line))),
        fold.reactions());
  }

  private static Reading.Version version(long line, Act act) {
    MessageContent.Edit edit = (MessageContent.Edit) act.content();
    return new Reading.Version(line, edit.mentions(), edit.text());
  }

  private static Reading.Removed removed(long line, Act act) {
    return new Reading.Removed(
        line, act.sender(), ((MessageContent.Removal) act.content()).reason());
  }
}
