package org.securechat.protocol.evidence.moderation;

import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * Decisions about rooms as sentences. What they quote may hold any character: whoever shows them
 * makes that harmless for where it is shown.
 */
public final class ModerationWords {
  private ModerationWords() {}

  /** The sentence, without a full stop. */
  public static String of(ModerationPayload decision) {
    String actor = name(decision.actor());
    String subject = decision.subject();
    String value = decision.value();
    return switch (decision.event()) {
      case OWNER -> actor + " made " + subject + " the owner of the room";
      case MODERATOR -> actor + " made " + subject + " a moderator";
      case MEMBER ->
          decision.actor().equals(subject)
              ? actor + " is no longer a moderator"
              : actor + " made " + subject + " an ordinary member again";
      case KICKED -> actor + " took " + subject + " out of the room" + because(value);
      case BANNED -> actor + " banned " + subject + until(decision) + because(value);
      case UNBANNED -> actor + " lifted the ban of " + subject;
      case MUTED -> actor + " muted " + subject + until(decision) + because(value);
      case UNMUTED -> actor + " let " + subject + " write again";
      case TOPIC ->
          value.isEmpty()
              ? actor + " removed the topic"
              : actor + " set the topic: " + quoted(value);
      case RULES ->
          value.isEmpty()
              ? actor + " removed the rules"
              : actor + " set the rules: " + quoted(value);
      case PINNED -> actor + " pinned line " + subject;
      case UNPINNED -> actor + " unpinned line " + subject;
      case WRITERS ->
          value.equals(ModerationPayload.WRITERS_MODERATORS)
              ? actor + " made the room read-only: the owner and moderators write"
              : actor + " opened the room for all members to write";
      case SLOW ->
          value.equals("0")
              ? actor + " ended slow mode"
              : actor + " set slow mode: a message each " + value + " s";
    };
  }

  private static String name(String actor) {
    return TranscriptLine.SERVER.equals(actor) ? "the server" : actor;
  }

  private static String until(ModerationPayload decision) {
    String until = decision.until();
    return until.isEmpty()
        ? ""
        : " until " + until.substring(0, 10) + " " + until.substring(11, 16) + " UTC";
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + quoted(reason);
  }

  private static String quoted(String text) {
    return "\u201c" + text + "\u201d";
  }
}
