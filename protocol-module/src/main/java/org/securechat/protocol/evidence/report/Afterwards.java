package org.securechat.protocol.evidence.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.verify.LineState;
import org.securechat.protocol.evidence.verify.RecordLine;

/**
 * What was said later about the messages of a record: edits, retractions and reactions (PROTOCOL.md
 * §8.2). A line that does not hold, or whose author is in doubt, changes nothing. Confined to one
 * thread.
 */
final class Afterwards {
  private final Map<Long, Later> byPosition = new HashMap<>();

  /** What happened to one message. */
  private static final class Later {
    private final List<Long> edits = new ArrayList<>();
    private long retraction;
    private long removal;

    /** Who has given each symbol and not withdrawn it. */
    private final Map<String, TreeSet<String>> symbols = new TreeMap<>(Comparator.naturalOrder());
  }

  /** Lines have to come in their order. */
  void take(RecordLine line) {
    // A stolen key must not rewrite what others have on record.
    if (line.state() == LineState.FAILED
        || line.state() == LineState.DOUBTED
        || line.content().isEmpty()) {
      return;
    }
    switch (line.content().get()) {
      case MessageContent.Edit(About of, _, _) -> {
        if (of(of).retraction == 0) {
          of(of).edits.add(line.position());
        }
      }
      case MessageContent.Retraction(About of) -> {
        if (of(of).retraction == 0) {
          of(of).retraction = line.position();
        }
      }
      case MessageContent.Reaction(
              About to,
              String symbol,
              MessageContent.Reaction.Action action) -> {
        TreeSet<String> people = of(to).symbols.computeIfAbsent(symbol, _ -> new TreeSet<>());
        switch (action) {
          case GIVEN -> people.add(line.line().sender());
          case WITHDRAWN -> people.remove(line.line().sender());
        }
      }
      case MessageContent.Removal(About of, _) -> of(of).removal = line.position();
      case MessageContent.Text _,
          MessageContent.Reply _,
          MessageContent.SharedFile _,
          MessageContent.Read _ -> {
        // They change nothing of what was said before.
      }
    }
  }

  private Later of(About about) {
    return byPosition.computeIfAbsent(about.position(), _ -> new Later());
  }

  /** A sentence for each; empty for most messages. */
  List<String> about(long position) {
    List<String> said = new ArrayList<>();
    Later later = byPosition.get(position);
    if (later != null) {
      if (!later.edits.isEmpty()) {
        said.add("edited: line " + later.edits.getLast() + " has what it reads now");
      }
      if (later.retraction > 0) {
        said.add("taken back by its author in line " + later.retraction);
      }
      if (later.removal > 0) {
        said.add("removed by the room's owner in line " + later.removal);
      }
      later.symbols.forEach((symbol, people) -> {
        if (!people.isEmpty()) {
          said.add("\u201c" + symbol + "\u201d from " + String.join(", ", people));
        }
      });
    }
    return said;
  }
}
