package org.securechat.protocol.application;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.json.WireNamed;

/**
 * What a client asks for (PROTOCOL.md §7.3 to §7.7). {@code id} is the client's counter, from 1;
 * the answer repeats it as {@code re}.
 *
 * <p>A new request is a record here. It does not compile until {@link #type}, both directions of
 * {@link RequestCodec}, the server's dispatch and the client's handle it.
 *
 * <p>Arrays are not copied and not to be changed; records that hold one compare it by identity.
 */
@SuppressWarnings("ArrayRecordComponent") // see above; a copy of each message would cost more
public sealed interface Request {
  /** The client's counter, 1 to 2^53-1. */
  long id();

  /** Comes before a login and never after it. */
  sealed interface AccountRequest extends Request {}

  /** Comes before a login and after it. */
  sealed interface ConnectionRequest extends Request {}

  /** Comes after a login and never before it. */
  sealed interface SessionRequest extends Request {}

  /** Is answered by what there is, and changes nothing; can take long. */
  sealed interface ReadingRequest extends SessionRequest {}

  /** Is answered when something has been written; waits for that. */
  sealed interface ChangingRequest extends SessionRequest {}

  /** Moves content of a file of a room, and stays with the files. */
  sealed interface FileRequest extends SessionRequest {
    /** The room's name. */
    String room();

    /** The hash of the whole content, 64 hexadecimal digits. */
    String sha256();
  }

  /** Which of the requests this is. */
  default Type type() {
    return switch (this) {
      case Kdf _ -> Type.KDF;
      case Register _ -> Type.REGISTER;
      case Login _ -> Type.LOGIN;
      case Rooms _ -> Type.ROOMS;
      case RoomRequest _ -> Type.ROOM;
      case Who _ -> Type.WHO;
      case Direct _ -> Type.DIRECT;
      case Join _ -> Type.JOIN;
      case Leave _ -> Type.LEAVE;
      case Create _ -> Type.CREATE;
      case Invite _ -> Type.INVITE;
      case Invitations _ -> Type.INVITATIONS;
      case Decline _ -> Type.DECLINE;
      case Block _ -> Type.BLOCK;
      case Unblock _ -> Type.UNBLOCK;
      case Blocked _ -> Type.BLOCKED;
      case Moderate _ -> Type.MODERATE;
      case Send _ -> Type.SEND;
      case History _ -> Type.HISTORY;
      case Search _ -> Type.SEARCH;
      case CertificateRequest _ -> Type.CERTIFICATE;
      case RevocationListRequest _ -> Type.REVOCATION_LIST;
      case FileBegin _ -> Type.FILE_BEGIN;
      case FilePart _ -> Type.FILE_PART;
      case FileEnd _ -> Type.FILE_END;
      case FileContent _ -> Type.FILE;
      case ReceiptRequest _ -> Type.RECEIPT;
      case Countersign _ -> Type.COUNTERSIGN;
      case Ping _ -> Type.PING;
      case Bye _ -> Type.BYE;
    };
  }

  /** The requests by their names in messages; {@link RequestCodec} reads every one of them. */
  enum Type implements WireNamed {
    KDF,
    REGISTER,
    LOGIN,
    ROOMS,
    ROOM,
    WHO,
    JOIN,
    LEAVE,
    CREATE,
    INVITE,
    INVITATIONS,
    DECLINE,
    BLOCK,
    UNBLOCK,
    BLOCKED,
    DIRECT,
    MODERATE,
    SEND,
    HISTORY,
    SEARCH,
    CERTIFICATE,
    REVOCATION_LIST,
    FILE_BEGIN,
    FILE_PART,
    FILE_END,
    FILE,
    RECEIPT,
    COUNTERSIGN,
    PING,
    BYE;

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

  /** For the salt and parameters of an account. */
  record Kdf(long id, String user) implements AccountRequest {}

  /** For an account. {@code salt} is 16 bytes, {@code key} 32. */
  record Register(long id, String username, byte[] salt, KdfParameters kdf, SecretBytes key)
      implements AccountRequest {}

  /**
   * To be logged in; no key where the server's policy is certificate alone.
   *
   * @param kinds see {@link Kinds}
   * @param ends the channel binding of a session of this user that was lost, and whose fate the
   *     answer settles
   */
  record Login(
      long id, String user, Optional<SecretBytes> key, List<String> kinds, Optional<String> ends)
      implements AccountRequest {
    /** Of a client that knows the kinds of this version, and has lost no session. */
    public Login(long id, String user, Optional<SecretBytes> key) {
      this(id, user, key, Kinds.KNOWN, Optional.empty());
    }
  }

  /** For a list of rooms, by name: at most {@code limit} after that name. */
  record Rooms(long id, RoomListing listing, Optional<String> after, int limit)
      implements ReadingRequest {
    /** Rooms that can be asked for at once; the server may send fewer. */
    public static final int MAX_LIMIT = 1_000;

    /** For the first page of the user's own. */
    public Rooms(long id) {
      this(id, RoomListing.MEMBER, Optional.empty(), MAX_LIMIT);
    }
  }

  /** For one room by its name, if the user may know of it. */
  record RoomRequest(long id, String room) implements ReadingRequest {}

  /** For a room's members. */
  record Who(long id, String room) implements ReadingRequest {}

  /** For the room that the user has with another, which is made if it is not there. */
  record Direct(long id, String user) implements ChangingRequest {}

  /** To become a member. */
  record Join(long id, String room) implements ChangingRequest {}

  /** To cease to be a member. */
  record Leave(long id, String room) implements ChangingRequest {}

  /** For a new room of any visibility but {@link Visibility#DIRECT}. */
  record Create(long id, String room, Visibility visibility) implements ChangingRequest {}

  /** To let a user into a private room. */
  record Invite(long id, String room, String user) implements ChangingRequest {}

  /** For the user's open invitations, by room: at most {@code limit} after that room's name. */
  record Invitations(long id, Optional<String> after, int limit) implements ReadingRequest {
    /** Invitations that can be asked for at once; the server may send fewer. */
    public static final int MAX_LIMIT = 1_000;
  }

  /** To take an invitation off the list. */
  record Decline(long id, String room) implements ChangingRequest {}

  /** To get no invitations and direct rooms from a user any more. */
  record Block(long id, String user) implements ChangingRequest {}

  /** To take a block back. */
  record Unblock(long id, String user) implements ChangingRequest {}

  /** For the users whom this one has blocked: at most {@code limit} after that name. */
  record Blocked(long id, Optional<String> after, int limit) implements ReadingRequest {
    /** Names that can be asked for at once; the server may send fewer. */
    public static final int MAX_LIMIT = 1_000;
  }

  /**
   * To have something decided about a room.
   *
   * @param subject the user or the position that it is about; the room's name if it is about that
   * @param value see {@link ModerationPayload.Event}; empty where it has none
   * @param seconds after which it ends by itself, from 1 on
   */
  record Moderate(
      long id,
      String room,
      ModerationPayload.Event event,
      String subject,
      String value,
      OptionalLong seconds)
      implements ChangingRequest {
    /** The longest time after which something can end by itself: ten years. */
    public static final long MAX_SECONDS = 315_360_000;

    /** Without the value, which belongs in no log. */
    @Override
    public String toString() {
      return "Moderate[" + room + " " + event + " " + subject + "]";
    }
  }

  /** To have a message stored and delivered. */
  record Send(long id, String room, SignedMessage message) implements SessionRequest {}

  /** For at most {@code limit} entries after position {@code after}. */
  record History(long id, String room, long after, int limit) implements ReadingRequest {
    /** Entries that can be asked for at once; the server may send fewer. */
    public static final int MAX_LIMIT = 1_000;
  }

  /**
   * For the lines of a room in which somebody says these words, the newest first; words, sender or
   * both are there.
   *
   * @param words each has to occur; what stands in quotation marks, as a whole
   * @param sender whose lines; empty for everybody's
   * @param before the lines before this one; empty from the last line on
   * @param limit entries of the answer at most
   */
  record Search(
      long id,
      String room,
      Optional<String> words,
      Optional<String> sender,
      OptionalLong before,
      int limit)
      implements ReadingRequest {
    /** Entries that can be asked for at once; the server may send fewer. */
    public static final int MAX_LIMIT = 100;

    /** UTF-16 code units of the longest words. */
    public static final int MAX_WORDS = 200;

    /** Without the words, which belong in no log. */
    @Override
    public String toString() {
      return "Search[" + room + "]";
    }
  }

  /** For the certificate of that hexadecimal SHA-256. */
  record CertificateRequest(long id, String sha256) implements ReadingRequest {}

  /** For a part of a revocation list that a receipt names, from a byte on. */
  record RevocationListRequest(long id, String sha256, long offset) implements ReadingRequest {}

  /**
   * To bring a file into a room, or to go on with that: answered by how much of it is there.
   *
   * @param size bytes of the whole content, from 0
   */
  record FileBegin(long id, String room, String sha256, long size) implements FileRequest {}

  /**
   * A part of a file's content, which begins where what is there ends.
   *
   * @param part 1 to {@value #MAX_PART} bytes
   */
  record FilePart(long id, String room, String sha256, long offset, byte[] part)
      implements FileRequest {
    /** Bytes of the longest part, in both directions. */
    public static final int MAX_PART = Bounds.FILE_PART;
  }

  /** All parts of a file were brought: it is to be examined, so that a line can name it. */
  record FileEnd(long id, String room, String sha256) implements FileRequest {}

  /** For a part of a file's content, from a byte on. */
  record FileContent(long id, String room, String sha256, long offset) implements FileRequest {}

  /**
   * For a signed receipt of lines of the room: from its first line unless {@code first} is there,
   * to its head unless {@code last} is.
   */
  record ReceiptRequest(long id, String room, OptionalLong first, OptionalLong last)
      implements SessionRequest {
    /** For the whole room. */
    public ReceiptRequest(long id, String room) {
      this(id, room, OptionalLong.empty(), OptionalLong.empty());
    }
  }

  /**
   * To add the client's own word to a receipt: the bytes of a {@link
   * org.securechat.protocol.evidence.Countersignature}, and the signature over them.
   */
  record Countersign(long id, byte[] countersignature, byte[] signature)
      implements ChangingRequest {}

  /** To see whether the server is there. */
  record Ping(long id) implements ConnectionRequest {}

  /** To end the session with a receipt for each of its rooms. */
  record Bye(long id) implements ConnectionRequest {}
}
