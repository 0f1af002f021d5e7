package org.securechat.protocol.evidence.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.securechat.protocol.evidence.MessageContent;

/**
 * What became of one message (PROTOCOL.md §8.2). It names lines and keeps no texts, so that it
 * costs little however long they are. Confined to one thread.
 */
public final class MessageFold {
  private final Map<String, SequencedSet<String>> people = new LinkedHashMap<>();
  private long edit;
  private long retraction;
  private long removal;
  private long last;

  /**
   * Takes in a line about the message. Lines have to come in their order, and each has to hold; of
   * what changes nothing, nothing is kept.
   *
   * @throws IllegalArgumentException if the line is not behind the one that came last
   */
  public void take(long position, String sender, MessageContent content) {
    if (position <= last) {
      throw new IllegalArgumentException("line " + position + " after line " + last);
    }
    last = position;
    switch (content) {
      case MessageContent.Edit _ -> {
        if (retraction == 0) {
          edit = position;
        }
      }
      case MessageContent.Retraction _ -> retraction = retraction == 0 ? position : retraction;
      case MessageContent.Removal _ -> removal = removal == 0 ? position : removal;
      case MessageContent.Reaction reaction -> react(sender, reaction);
      case MessageContent.Text _,
          MessageContent.Reply _,
          MessageContent.SharedFile _,
          MessageContent.Read _ -> {
        // They change nothing of what was said before.
      }
    }
  }

  /** Giving it again changes nothing: the place among the others stays, too. */
  private void react(String sender, MessageContent.Reaction reaction) {
    SequencedSet<String> all =
        people.computeIfAbsent(reaction.symbol(), _ -> new LinkedHashSet<>());
    switch (reaction.action()) {
      case GIVEN -> all.add(sender);
      case WITHDRAWN -> all.remove(sender);
    }
    if (all.isEmpty()) {
      people.remove(reaction.symbol());
    }
  }

  /** The line that has the newest words; empty if no edit holds. */
  public Optional<Long> edit() {
    return line(edit);
  }

  /** The line by which the author took the message back. */
  public Optional<Long> retraction() {
    return line(retraction);
  }

  /** The line by which it was taken out of the room. */
  public Optional<Long> removal() {
    return line(removal);
  }

  private static Optional<Long> line(long position) {
    return position == 0 ? Optional.empty() : Optional.of(position);
  }

  /**
   * Who has given each symbol and not withdrawn it. Symbols stand in the order in which they were
   * first given, and so do the people at each; who withdraws a symbol and gives it again comes
   * last.
   */
  public Map<String, List<String>> reactions() {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    people.forEach((symbol, all) -> copy.put(symbol, new ArrayList<>(all)));
    return copy;
  }
}
