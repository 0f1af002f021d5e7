package org.securechat.protocol.application;

import java.util.Arrays;
import java.util.List;
import org.securechat.protocol.crypto.KdfParameters;

/**
 * The fields of an {@code ok} (PROTOCOL.md §7.3 to §7.7). Which shape they have follows from the
 * request, and so is not in the message.
 *
 * <p>Arrays are not copied and not to be changed; records that hold one compare it by identity.
 */
@SuppressWarnings("ArrayRecordComponent") // see above; a copy of each message would cost more
public sealed interface Answer {
  /** The shapes that an {@code ok} can have; {@link AnswerCodec} reads every one of them. */
  enum Shape {
    KDF(KdfAnswer.class),
    LOGIN(LoginAnswer.class),
    ROOMS(RoomsAnswer.class),
    WHO(WhoAnswer.class),
    ROOM(RoomAnswer.class),
    SENT(SentAnswer.class),
    HISTORY(HistoryAnswer.class),
    CERTIFICATE(CertificateAnswer.class),
    EMPTY(Empty.class);

    private final Class<? extends Answer> type;

    Shape(Class<? extends Answer> type) {
      this.type = type;
    }

    static Shape of(Class<? extends Answer> type) {
      return Arrays.stream(values()).filter(shape -> shape.type == type).findFirst().orElseThrow();
    }
  }

  /** To {@code kdf}. {@code salt} is 16 bytes. */
  record KdfAnswer(byte[] salt, KdfParameters kdf) implements Answer {}

  /**
   * To {@code login}: who the user is, the rooms known to them, the server's clock, and the
   * sequence number that this session's next message must have.
   */
  record LoginAnswer(String user, List<RoomInfo> rooms, String serverTime, long nextSeq)
      implements Answer {}

  /** To {@code rooms}. */
  record RoomsAnswer(List<RoomInfo> rooms) implements Answer {}

  /** To {@code who}. */
  record WhoAnswer(String room, List<Member> users) implements Answer {}

  /** A member of a room, and whether at least one of their devices is connected. */
  record Member(String name, boolean online) {}

  /** To {@code join}, {@code leave}, {@code create} and {@code invite}: the room's head. */
  record RoomAnswer(RoomInfo room) implements Answer {}

  /** To {@code send}, and only once the message is durable. */
  record SentAnswer(String room, long position, String chain, String receivedAt)
      implements Answer {}

  /** To {@code history}: entries in order, and whether there are more after the last of them. */
  record HistoryAnswer(String room, List<Entry> entries, boolean more) implements Answer {}

  /** To {@code certificate}: the DER encoding. */
  record CertificateAnswer(String sha256, byte[] certificate) implements Answer {}

  /** To {@code register}, {@code countersign} and {@code ping}: done. */
  record Empty() implements Answer {}
}
