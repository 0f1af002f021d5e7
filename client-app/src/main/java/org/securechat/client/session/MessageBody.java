package org.securechat.client.session;

import java.util.Locale;
import java.util.Optional;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.ModerationPayload;

/** What a line says. */
public sealed interface MessageBody {
  /**
   * What a user says.
   *
   * @param sentAt the sender's clock, as signed
   * @param after the last line that the sender had verified
   * @param byProgram whether the line says of itself that a program has signed it
   * @param quoted the message that it is about, as far as it is kept here
   */
  record Said(
      MessageContent content, String sentAt, long after, boolean byProgram, Optional<Quoted> quoted)
      implements MessageBody {}

  /**
   * A message that another line is about.
   *
   * @param words empty once they have been erased
   */
  record Quoted(long position, String sender, Optional<String> words) {}

  /** Something that happened to the room, as the server signed it. */
  record Event(EventPayload.Event event, String subject, String actor) implements MessageBody {}

  /** Something that was decided about the room, as the server signed it. */
  record Decided(ModerationPayload decision) implements MessageBody {}

  /**
   * A message of a client of the classic protocol, as the server recorded it: only the server
   * vouches for the text. {@code text} is empty if the client sent none. {@code signatureChecked}
   * tells whether the client's own signature could be checked, for which the session's first line
   * must be there; a wrong signature is a finding.
   */
  record Classic(long seqno, Optional<String> text, long ts, boolean signatureChecked)
      implements MessageBody {}

  /** The server's note on a session of the classic protocol. */
  record ClassicNote(Note note, String detail) implements MessageBody {}

  /** What a program without an account has sent by a webhook: the server vouches for that alone. */
  record Webhook(String name, String text) implements MessageBody {}

  /** The text was erased; who sent it when still stands. */
  record Erased() implements MessageBody {}

  /** It is of a kind that this version does not know: signed, in its place, and not shown. */
  record Unknown(String kind, boolean byUser) implements MessageBody {}

  /** The payload cannot be read. */
  record Unreadable() implements MessageBody {}

  /** What the server notes on a session of the classic protocol. */
  enum Note {
    OPENED,
    RECEIPT;

    /** The name in JSON output, for example {@code opened}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What stands behind the name of a program. */
  String BOT_MARK = " [bot]";

  /** {@link #BOT_MARK} if the line says of itself that a program has signed it. */
  default String mark() {
    return this instanceof Said said && said.byProgram() ? BOT_MARK : "";
  }

  /** The words of a user; empty if there are none. */
  default Optional<String> words() {
    return switch (this) {
      case Said said -> said.content().words();
      case Classic classic -> classic.text();
      case Webhook webhook -> Optional.of(webhook.text());
      case Event _, Decided _, ClassicNote _, Erased _, Unknown _, Unreadable _ -> Optional.empty();
    };
  }

  /** What is looked through for words: what a user says, and the name of a file. */
  default Optional<String> searched() {
    return this instanceof Said(MessageContent.SharedFile shared, _, _, _, _)
        ? Optional.of(shared.file().name() + "\n" + shared.text())
        : words();
  }

  /** Whether a user sent this, rather than the server noting what happened. */
  default boolean isSentByUser() {
    return switch (this) {
      case Event _, Decided _, ClassicNote _, Webhook _ -> false;
      case Unknown unknown -> unknown.byUser();
      case Said _, Classic _, Erased _, Unreadable _ -> true;
    };
  }
}
