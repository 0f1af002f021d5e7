package org.securechat.protocol.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;

/**
 * The fields of an {@code ok} (PROTOCOL.md §7.3 to §7.7). Which shape they have follows from the
 * request, and so is not in the message. Each shape stands beside the code that reads and writes
 * it.
 *
 * <p>Arrays are not copied and not to be changed; records that hold one compare it by identity.
 */
@SuppressWarnings("ArrayRecordComponent") // see above; a copy of each message would cost more
public sealed interface Answer {
  /** The shapes that an {@code ok} can have, and how each is read. */
  enum Shape {
    KDF(KdfAnswer.class, KdfAnswer::read),
    LOGIN(LoginAnswer.class, LoginAnswer::read),
    ROOMS(RoomsAnswer.class, RoomsAnswer::read),
    WHO(WhoAnswer.class, WhoAnswer::read),
    ROOM(RoomAnswer.class, RoomAnswer::read),
    INVITATIONS(InvitationsAnswer.class, InvitationsAnswer::read),
    BLOCKED(BlockedAnswer.class, BlockedAnswer::read),
    SENT(SentAnswer.class, SentAnswer::read),
    HISTORY(HistoryAnswer.class, HistoryAnswer::read),
    SEARCH(SearchAnswer.class, SearchAnswer::read),
    CERTIFICATE(CertificateAnswer.class, CertificateAnswer::read),
    REVOCATION_LIST(RevocationListAnswer.class, RevocationListAnswer::read),
    FILE_OFFSET(FileOffsetAnswer.class, FileOffsetAnswer::read),
    FILE_STATE(FileStateAnswer.class, FileStateAnswer::read),
    FILE(FileAnswer.class, FileAnswer::read),
    EMPTY(Empty.class, _ -> new Empty());

    private final Class<? extends Answer> type;

    @SuppressWarnings("ImmutableEnumChecker") // a reader has no state
    private final Reader reader;

    Shape(Class<? extends Answer> type, Reader reader) {
      this.type = type;
      this.reader = reader;
    }

    private interface Reader {
      Answer read(ObjectNode json) throws JsonException;
    }

    static <A extends Answer> A read(Class<A> type, ObjectNode json) throws JsonException {
      Shape shape =
          Arrays.stream(values()).filter(each -> each.type == type).findFirst().orElseThrow();
      return type.cast(shape.reader.read(json));
    }

    static void write(Answer answer, ObjectNode json) {
      switch (answer) {
        case KdfAnswer kdf -> kdf.write(json);
        case LoginAnswer login -> login.write(json);
        case RoomsAnswer rooms -> rooms.write(json);
        case WhoAnswer who -> who.write(json);
        case RoomAnswer room -> RoomFields.put(json.putObject("room"), room.room());
        case InvitationsAnswer invitations -> invitations.write(json);
        case BlockedAnswer blocked -> blocked.write(json);
        case SentAnswer sent -> sent.write(json);
        case HistoryAnswer history -> history.write(json);
        case SearchAnswer search -> search.write(json);
        case CertificateAnswer certificate -> certificate.write(json);
        case RevocationListAnswer list -> list.write(json);
        case FileOffsetAnswer file -> json.put("offset", file.offset());
        case FileStateAnswer file -> json.put("ready", file.ready());
        case FileAnswer file -> file.write(json);
        case Empty _ -> {}
      }
    }
  }

  /** To {@code kdf}. {@code salt} is 16 bytes. */
  record KdfAnswer(byte[] salt, KdfParameters kdf) implements Answer {
    static KdfAnswer read(ObjectNode json) throws JsonException {
      return new KdfAnswer(Json.base64(json, "salt", PasswordKey.SALT_LENGTH), Fields.kdf(json));
    }

    void write(ObjectNode json) {
      json.put("salt", Json.base64(salt));
      Fields.put(json, kdf);
    }
  }

  /**
   * To {@code login}: who the user is, the first of the rooms they are in, the server's clock, and
   * the sequence number that this session's next message must have.
   */
  record LoginAnswer(
      String user,
      List<RoomInfo> rooms,
      boolean more,
      String serverTime,
      long nextSeq,
      List<String> kinds)
      implements Answer {
    static LoginAnswer read(ObjectNode json) throws JsonException {
      return new LoginAnswer(
          Fields.username(json, "user"),
          RoomFields.rooms(json),
          Json.flag(json, "more"),
          Fields.timestamp(json, "server_time"),
          Fields.counter(json, "next_seq", 1),
          Fields.kinds(json, "kinds"));
    }

    void write(ObjectNode json) {
      json.put("user", user);
      RoomFields.put(json, rooms);
      json.put("more", more).put("server_time", serverTime).put("next_seq", nextSeq);
      Fields.put(json, "kinds", kinds);
    }
  }

  /** To {@code rooms}: by name, and whether there are more after the last of them. */
  record RoomsAnswer(List<RoomInfo> rooms, boolean more) implements Answer {
    static RoomsAnswer read(ObjectNode json) throws JsonException {
      return new RoomsAnswer(RoomFields.rooms(json), Json.flag(json, "more"));
    }

    void write(ObjectNode json) {
      RoomFields.put(json, rooms);
      json.put("more", more);
    }
  }

  /** To {@code who}. */
  record WhoAnswer(String room, List<Member> users) implements Answer {
    static WhoAnswer read(ObjectNode json) throws JsonException {
      List<Member> users = new ArrayList<>();
      for (JsonNode user : Json.list(json, "users", Bounds.LIST)) {
        users.add(
            new Member(
                Fields.username(user, "name"),
                Json.flag(user, "online"),
                Fields.optional(user, "role", RoomFields::role).orElse(RoomRole.MEMBER),
                Json.flag(user, "bot")));
      }
      return new WhoAnswer(Fields.room(json, "room"), List.copyOf(users));
    }

    void write(ObjectNode json) {
      ArrayNode list = json.put("room", room).putArray("users");
      for (Member user : users) {
        ObjectNode member = list.addObject().put("name", user.name()).put("online", user.online());
        member.put("bot", user.bot());
        if (user.role() != RoomRole.MEMBER) {
          member.put("role", user.role().wireName());
        }
      }
    }
  }

  /** A member of a room, and whether at least one of their devices is connected. */
  record Member(String name, boolean online, RoomRole role, boolean bot) {}

  /**
   * To {@code room}, {@code join}, {@code leave}, {@code create}, {@code invite}, {@code moderate}
   * and {@code direct}: the head.
   */
  record RoomAnswer(RoomInfo room) implements Answer {
    static RoomAnswer read(ObjectNode json) throws JsonException {
      return new RoomAnswer(RoomFields.room(Json.object(json, "room")));
    }
  }

  /** To {@code invitations}: by room, and whether there are more after the last of them. */
  record InvitationsAnswer(List<Invited> invitations, boolean more) implements Answer {
    static InvitationsAnswer read(ObjectNode json) throws JsonException {
      List<Invited> invitations = new ArrayList<>();
      for (JsonNode invited : Json.list(json, "invitations", Bounds.LIST)) {
        invitations.add(
            new Invited(
                Fields.room(invited, "room"),
                Fields.visibility(invited),
                Fields.username(invited, "by"),
                Fields.timestamp(invited, "at")));
      }
      return new InvitationsAnswer(List.copyOf(invitations), Json.flag(json, "more"));
    }

    void write(ObjectNode json) {
      ArrayNode list = json.putArray("invitations");
      for (Invited invited : invitations) {
        list.addObject()
            .put("room", invited.room())
            .put("visibility", invited.visibility().wireName())
            .put("by", invited.by())
            .put("at", invited.at());
      }
      json.put("more", more);
    }
  }

  /** An invitation that is open: to which room, by whom and when. */
  record Invited(String room, Visibility visibility, String by, String at) {}

  /** To {@code blocked}: by name, and whether there are more after the last of them. */
  record BlockedAnswer(List<String> users, boolean more) implements Answer {
    static BlockedAnswer read(ObjectNode json) throws JsonException {
      List<String> users = Json.texts(json, "users", Bounds.LIST, Names.MAX_USERNAME);
      if (!users.stream().allMatch(Names::isUsername)) {
        throw new JsonException("users: not usernames");
      }
      return new BlockedAnswer(users, Json.flag(json, "more"));
    }

    void write(ObjectNode json) {
      ArrayNode list = json.putArray("users");
      users.forEach(list::add);
      json.put("more", more);
    }
  }

  /** To {@code send}, and only once the message is durable. */
  record SentAnswer(String room, long position, String chain, String receivedAt) implements Answer {
    static SentAnswer read(ObjectNode json) throws JsonException {
      return new SentAnswer(
          Fields.room(json, "room"),
          Fields.counter(json, "position", 1),
          Fields.sha256(json, "chain"),
          Fields.timestamp(json, "received_at"));
    }

    void write(ObjectNode json) {
      json.put("room", room)
          .put("position", position)
          .put("chain", chain)
          .put("received_at", receivedAt);
    }
  }

  /** To {@code history}: entries in order, and whether there are more after the last of them. */
  record HistoryAnswer(String room, List<Entry> entries, boolean more) implements Answer {
    static HistoryAnswer read(ObjectNode json) throws JsonException {
      return new HistoryAnswer(
          Fields.room(json, "room"), RoomFields.entries(json), Json.flag(json, "more"));
    }

    void write(ObjectNode json) {
      ArrayNode list = json.put("room", room).putArray("entries");
      entries.forEach(entry -> RoomFields.put(list.addObject(), entry));
      json.put("more", more);
    }
  }

  /**
   * To {@code search}.
   *
   * @param entries what was found, the newest first
   * @param searchedTo down to which line, this one included, the answer is complete
   * @param more whether lines before that one are left to be searched
   */
  record SearchAnswer(String room, List<Entry> entries, long searchedTo, boolean more)
      implements Answer {
    static SearchAnswer read(ObjectNode json) throws JsonException {
      return new SearchAnswer(
          Fields.room(json, "room"),
          RoomFields.entries(json),
          Fields.counter(json, "searched_to", 1),
          Json.flag(json, "more"));
    }

    void write(ObjectNode json) {
      ArrayNode list = json.put("room", room).putArray("entries");
      entries.forEach(entry -> RoomFields.put(list.addObject(), entry));
      json.put("searched_to", searchedTo).put("more", more);
    }
  }

  /**
   * To {@code certificate}.
   *
   * @param certificate its DER encoding
   * @param issuers hashes of the certificates of those below the authority who can have issued it
   */
  record CertificateAnswer(String sha256, byte[] certificate, List<String> issuers)
      implements Answer {
    /** Most issuers that are named. */
    public static final int MAX_ISSUERS = 32;

    static CertificateAnswer read(ObjectNode json) throws JsonException {
      List<String> issuers = Json.texts(json, "issuers", MAX_ISSUERS, Digests.HEX_LENGTH);
      if (!issuers.stream().allMatch(Digests::isHex)) {
        throw new JsonException("issuers: not hashes");
      }
      return new CertificateAnswer(
          Fields.sha256(json, "sha256"),
          Json.base64UpTo(json, "certificate", Bounds.CERTIFICATE),
          issuers);
    }

    void write(ObjectNode json) {
      json.put("sha256", sha256).put("certificate", Json.base64(certificate));
      ArrayNode names = json.putArray("issuers");
      issuers.forEach(names::add);
    }
  }

  /** To {@code revocation_list}: the part from the offset on, of so many bytes in all. */
  record RevocationListAnswer(String sha256, long size, byte[] part) implements Answer {
    static RevocationListAnswer read(ObjectNode json) throws JsonException {
      return new RevocationListAnswer(
          Fields.sha256(json, "sha256"),
          Fields.counter(json, "size", 1),
          Json.base64UpTo(json, "part", Bounds.LIST_PART));
    }

    void write(ObjectNode json) {
      json.put("sha256", sha256).put("size", size).put("part", Json.base64(part));
    }
  }

  /** To {@code file_begin} and {@code file_part}: how many bytes of the content are there now. */
  record FileOffsetAnswer(long offset) implements Answer {
    static FileOffsetAnswer read(ObjectNode json) throws JsonException {
      return new FileOffsetAnswer(Fields.counter(json, "offset", 0));
    }
  }

  /**
   * To {@code file_end}.
   *
   * @param ready whether a line can name the file; if not, it is still being examined
   */
  record FileStateAnswer(boolean ready) implements Answer {
    static FileStateAnswer read(ObjectNode json) throws JsonException {
      return new FileStateAnswer(Json.flag(json, "ready"));
    }
  }

  /** To {@code file}: the part from the offset on, of so many bytes in all. */
  record FileAnswer(long size, byte[] part) implements Answer {
    static FileAnswer read(ObjectNode json) throws JsonException {
      return new FileAnswer(
          Fields.counter(json, "size", 0), Json.base64UpTo(json, "part", Bounds.FILE_PART));
    }

    void write(ObjectNode json) {
      json.put("size", size).put("part", Json.base64(part));
    }
  }

  /**
   * To {@code register}, {@code decline}, {@code block}, {@code unblock}, {@code countersign} and
   * {@code ping}: done.
   */
  record Empty() implements Answer {}
}
