package org.securechat.protocol.application;

import java.util.OptionalLong;

/** Whatever a server says: an answer to a request, or a push that nobody asked for. */
public sealed interface ServerMessage
    permits Ok,
        ServerMessage.Failure,
        ServerMessage.MessagePush,
        ServerMessage.Presence,
        ServerMessage.ReceiptMessage,
        ServerMessage.Notice {

  /**
   * A refused request. Type {@code error}.
   *
   * @param re the request's id, or 0 if the server could not even read that
   * @param detail for a human; may be empty, and never holds more than the user may know
   */
  record Failure(long re, ErrorCode code, String detail) implements ServerMessage {}

  /** A new line in a room of the user. Type {@code message}. */
  record MessagePush(Entry entry) implements ServerMessage {}

  /** A member of the room has come online or gone offline. */
  record Presence(String user, String room, boolean online) implements ServerMessage {}

  /**
   * A signed receipt. Type {@code receipt}. Arrays are not copied and compared by identity.
   *
   * @param re the request that it answers, if it answers one
   * @param receipt the exact bytes that are signed; see {@link
   *     org.securechat.protocol.evidence.Receipt}
   * @param signature detached CMS signature, DER
   */
  record ReceiptMessage(OptionalLong re, byte[] receipt, byte[] signature)
      implements ServerMessage {}

  /** Something that the operator or the server wants the user to read. */
  record Notice(String text) implements ServerMessage {}
}
