package org.securechat.protocol.evidence.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.reading.MessageFold;
import org.securechat.protocol.evidence.verify.LineState;
import org.securechat.protocol.evidence.verify.RecordLine;

/**
 * What was said later about the messages of a record: edits, retractions and reactions (PROTOCOL.md
 * §8.2). A line that does not hold, or whose author is in doubt, changes nothing. Confined to one
 * thread.
 */
final class Afterwards {
  private final Map<Long, MessageFold> byPosition = new HashMap<>();

  /** Lines have to come in their order. */
  void take(RecordLine line) {
    // A stolen key must not rewrite what others have on record.
    if (line.state() == LineState.FAILED || line.state() == LineState.DOUBTED) {
      return;
    }
    line.content()
        .filter(content -> !MessageContent.isMessage(content.kind()))
        .ifPresent(content ->
            content
                .about()
                .ifPresent(about ->
                    byPosition
                        .computeIfAbsent(about.position(), _ -> new MessageFold())
                        .take(line.position(), line.line().sender(), content)));
  }

  /** A sentence for each; empty for most messages. */
  List<String> about(long position) {
    List<String> said = new ArrayList<>();
    MessageFold later = byPosition.get(position);
    if (later != null) {
      later.edit().ifPresent(line -> said.add("edited: line " + line + " has what it reads now"));
      later.retraction().ifPresent(line -> said.add("taken back by its author in line " + line));
      later.removal().ifPresent(line -> said.add("removed by the room's owner in line " + line));
      later
          .reactions()
          .forEach((symbol, people) ->
              said.add("\u201c" + symbol + "\u201d from " + String.join(", ", people)));
    }
    return said;
  }
}
