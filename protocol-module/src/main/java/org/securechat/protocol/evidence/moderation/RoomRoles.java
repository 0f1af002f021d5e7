package org.securechat.protocol.evidence.moderation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.MemberList;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.name.Names;

/**
 * Who owns a room, who moderates it, and who may write in it, as its record says from the first
 * line on (PROTOCOL.md §9.3). It takes the lines in their order, and answers for the line that
 * comes next. A record that does not begin with the first line, or has a line of the server's of an
 * unknown kind, says too little: then all is permitted. Confined to one thread.
 */
public final class RoomRoles {
  private static final int SERVER = 3;
  private static final int OWNER = 2;
  private static final int MODERATOR = 1;

  private final MemberList members = new MemberList();
  private final Set<String> moderators = new HashSet<>();
  private final Map<String, String> banned = new HashMap<>();
  private final Map<String, String> muted = new HashMap<>();
  private boolean known;
  private String owner = "";
  private boolean moderatorsOnly;

  /** Whether who owns the room, and what follows, is known. */
  public boolean isKnown() {
    return known;
  }

  /** The owner; empty if the room has none. */
  public Optional<String> owner() {
    return owner.isEmpty() ? Optional.empty() : Optional.of(owner);
  }

  /** Whether a user owns the room or moderates it. */
  public boolean isModerator(String user) {
    return rank(user) >= MODERATOR;
  }

  private int rank(String user) {
    if (user.equals(TranscriptLine.SERVER)) {
      return SERVER;
    }
    return user.equals(owner) ? OWNER : moderators.contains(user) ? MODERATOR : 0;
  }

  /** What comes next is of a kind of the server's that this version does not know. */
  public void lose() {
    known = false;
  }

  /**
   * Takes an event.
   *
   * @param position of its line
   * @param at when the line was received
   * @return whether its actor had the right
   */
  public boolean take(long position, String at, EventPayload event) {
    boolean permitted = !known || permits(at, event);
    members.take(event);
    switch (event.event()) {
      case CREATED -> {
        known |= position == 1;
        // A room of two has no owner: neither is above the other.
        owner = Names.isDirectRoom(event.room()) ? "" : event.subject();
      }
      case LEFT -> {
        moderators.remove(event.subject());
        owner = owner.equals(event.subject()) ? "" : owner;
      }
      case JOINED, INVITED, ERASED, ARCHIVED, REOPENED -> {
        // No role changes.
      }
    }
    return permitted;
  }

  private boolean permits(String at, EventPayload event) {
    return switch (event.event()) {
      case LEFT -> event.actor().equals(event.subject()) || isAbove(event.actor(), event.subject());
      case JOINED, INVITED -> !lasts(banned, event.subject(), at);
      case CREATED, ERASED, ARCHIVED, REOPENED -> true;
    };
  }

  private boolean isAbove(String actor, String subject) {
    return rank(actor) > rank(subject);
  }

  private static boolean lasts(Map<String, String> ends, String user, String at) {
    String until = ends.get(user);
    // Timestamps of one form are in the order of their text.
    return until != null && (until.isEmpty() || until.compareTo(at) > 0);
  }

  /**
   * Takes a decision.
   *
   * @return whether its actor had the right
   */
  public boolean take(ModerationPayload decision) {
    boolean permitted = !known || permits(decision);
    String subject = decision.subject();
    switch (decision.event()) {
      case OWNER -> {
        if (!owner.isEmpty()) {
          moderators.add(owner);
        }
        moderators.remove(subject);
        owner = subject;
      }
      case MODERATOR -> moderators.add(subject);
      case MEMBER -> moderators.remove(subject);
      case BANNED -> banned.put(subject, decision.until());
      case UNBANNED -> banned.remove(subject);
      case MUTED -> muted.put(subject, decision.until());
      case UNMUTED -> muted.remove(subject);
      case WRITERS ->
          moderatorsOnly = decision.value().equals(ModerationPayload.WRITERS_MODERATORS);
      case KICKED, TOPIC, RULES, PINNED, UNPINNED, SLOW -> {
        // Nobody's rights change.
      }
    }
    return permitted;
  }

  private boolean permits(ModerationPayload decision) {
    String actor = decision.actor();
    String subject = decision.subject();
    int rank = rank(actor);
    return switch (decision.event()) {
      case OWNER -> rank >= OWNER && members.contains(subject) && !subject.equals(owner);
      case MODERATOR -> rank >= OWNER && members.contains(subject) && rank(subject) == 0;
      case MEMBER -> rank(subject) == MODERATOR && (rank >= OWNER || actor.equals(subject));
      case KICKED, BANNED, MUTED -> isAbove(actor, subject);
      case UNBANNED, UNMUTED -> rank >= MODERATOR && !actor.equals(subject);
      case TOPIC, RULES, PINNED, UNPINNED, WRITERS, SLOW -> rank >= MODERATOR;
    };
  }

  /**
   * Whether a member might say something of a kind.
   *
   * @param at when the line was received
   */
  public boolean permits(Kind any, String sender, String at) {
    Kind kind = any.ofPeople();
    if (!known || kind.equals(Kind.RETRACTION) || kind.equals(Kind.READ)) {
      return true;
    }
    if (lasts(muted, sender, at)) {
      return false;
    }
    if (kind.equals(Kind.REMOVAL)) {
      return isModerator(sender);
    }
    return !moderatorsOnly || kind.equals(Kind.REACTION) || isModerator(sender);
  }
}
