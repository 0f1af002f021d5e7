package org.securechat.protocol.evidence;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who is in a room, as the events in its transcript say (PROTOCOL.md §9.3). Takes them in their
 * order. Confined to one thread.
 */
public final class MemberList {
  private final SortedSet<String> members = new TreeSet<>();

  /** Takes what the server has signed as a line; what is no event of a room changes nothing. */
  public void take(byte[] payload) {
    try {
      take(EventPayload.parse(payload));
    } catch (EvidenceException e) {
      // Of another kind: nobody enters or leaves by it.
    }
  }

  public void take(EventPayload event) {
    switch (event.event()) {
      case CREATED, JOINED -> members.add(event.subject());
      case LEFT -> members.remove(event.subject());
      case INVITED, ERASED, ARCHIVED, REOPENED -> {
        // Nobody enters or leaves.
      }
    }
  }

  public void add(String member) {
    members.add(member);
  }

  public boolean contains(String name) {
    return members.contains(name);
  }

  /** The members now, rising. */
  public List<String> names() {
    return List.copyOf(members);
  }
}
