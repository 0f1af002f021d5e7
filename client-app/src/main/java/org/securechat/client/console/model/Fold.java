package org.securechat.client.console.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.evidence.MessageContent;

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
    Optional<Long> takenBack =
        acts.entrySet().stream()
            .filter(entry -> entry.getValue().content() instanceof MessageContent.Retraction)
            .map(Map.Entry::getKey)
            .findFirst();
    Optional<Reading.Version> newest = Optional.empty();
    Optional<Reading.Removed> removed = Optional.empty();
    Map<String, List<String>> reactions = new LinkedHashMap<>();
    for (Map.Entry<Long, Act> entry : acts.entrySet()) {
      long line = entry.getKey();
      switch (entry.getValue().content()) {
        case MessageContent.Edit edit -> {
          // What is behind a retraction changes nothing.
          if (takenBack.isEmpty() || line < takenBack.get()) {
            newest = Optional.of(new Reading.Version(line, edit.mentions(), edit.text()));
          }
        }
        case MessageContent.Reaction reaction ->
            react(reactions, entry.getValue().sender(), reaction);
        case MessageContent.Removal removal ->
            removed =
                Optional.of(new Reading.Removed(line, entry.getValue().sender(), removal.reason()));
        default -> {
          // The first retraction was looked for above.
        }
      }
    }
    return new Reading(newest, takenBack, removed, reactions);
  }

  private static void react(
      Map<String, List<String>> reactions, String sender, MessageContent.Reaction reaction) {
    List<String> people = reactions.computeIfAbsent(reaction.symbol(), _ -> new ArrayList<>());
    people.remove(sender);
    switch (reaction.action()) {
      case GIVEN -> people.add(sender);
      case WITHDRAWN -> {
        if (people.isEmpty()) {
          reactions.remove(reaction.symbol());
        }
      }
    }
  }
}
