package org.securechat.protocol.application;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.securechat.protocol.json.WireNamed;

/**
 * What a server sends (PROTOCOL.md §7.1 and §7.8): the answer to a request, or a push without a
 * request.
 */
public sealed interface ServerMessage
    permits Ok,
        ServerMessage.Failure,
        ServerMessage.MessagePush,
        ServerMessage.Presence,
        ServerMessage.ReceiptMessage,
        ServerMessage.Notice {

  /** Which of the messages this is. */
  default Type type() {
    return switch (this) {
      case Ok _ -> Type.OK;
      case Failure _ -> Type.ERROR;
      case MessagePush _ -> Type.MESSAGE;
      case Presence _ -> Type.PRESENCE;
      case ReceiptMessage _ -> Type.RECEIPT;
      case Notice _ -> Type.NOTICE;
    };
  }

  /** The messages by their names; {@link ServerMessageCodec} reads every one of them. */
  enum Type implements WireNamed {
    OK,
    ERROR,
    MESSAGE,
    PRESENCE,
    RECEIPT,
    NOTICE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The value of {@code type}: the constant's name, in lower case. */
    @Override
    public String wireName() {
      return wireName;
    }

    /** The type of that wire name, if there is one. */
    public static Optional<Type> of(String wireName) {
      return WireNamed.find(Type.class, wireName);
    }
  }

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
   * @param signature over these bytes, by the key of the certificate that they name
   */
  @SuppressWarnings("ArrayRecordComponent") // see above; a copy of each receipt would cost more
  record ReceiptMessage(OptionalLong re, byte[] receipt, byte[] signature)
      implements ServerMessage {}

  /** Something that the operator or the server wants the user to read. */
  record Notice(String text) implements ServerMessage {}
}
