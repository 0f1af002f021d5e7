package org.securechat.client.scripted;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.RoomTerms;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MemberList;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.Credentials;

/** A room of the scripted server. */
public final class ScriptedRoom {
  final Set<String> members = new LinkedHashSet<>();
  final List<Entry> entries = new ArrayList<>();
  private final ScriptedServer server;
  private final String name;
  private final UUID id = UUID.randomUUID();
  private String topic = "";
  private String rules = "";
  private final Set<Long> pins = new TreeSet<>();
  private Visibility visibility = Visibility.PUBLIC;

  ScriptedRoom(ScriptedServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /** The room's id. */
  public UUID id() {
    return id;
  }

  /** Everything said, truthfully. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Whether a line is one that is searched for, as far as its text is concerned. */
  static boolean says(Entry entry, Request.Search search) {
    try {
      if (entry.message().isEmpty()
          || search
              .sender()
              .filter(sender -> !entry.line().contains("|" + sender + "|"))
              .isPresent()) {
        return false;
      }
      String text =
          MessagePayload.parse(entry.message().get().payload())
              .content()
              .words()
              .orElse("")
              .toLowerCase(Locale.ROOT);
      String words = search.words().orElse("").toLowerCase(Locale.ROOT);
      return Arrays.stream(words.split("\"", -1)).map(String::strip).allMatch(text::contains);
    } catch (EvidenceException e) {
      return false;
    }
  }

  /** Denies the last line. */
  public synchronized void forgetLast() {
    entries.remove(entries.size() - 1);
  }

  synchronized String chain(long position) {
    return position == 0 ? Chain.genesis(id) : entries.get((int) position - 1).chain();
  }

  synchronized RoomInfo info(String user) {
    return new RoomInfo(
        name,
        id.toString(),
        name.startsWith("dm:") ? Visibility.DIRECT : visibility,
        members.contains(user),
        entries.size(),
        chain(entries.size()),
        List.of(),
        new RoomTerms(topic, Optional.of(RoomRole.MEMBER), false, 0, rules, List.copyOf(pins)));
  }

  /** Who may find and enter it. */
  synchronized void visibility(Visibility wanted) {
    visibility = wanted;
  }

  /** Something happens to the room. */
  public synchronized void event(EventPayload.Event event, String subject) {
    state(EventPayload.create(name, id, event, subject, subject, Instant.now()).encode());
  }

  /** Something is decided about the room, by whom the test likes. */
  public synchronized void decide(
      String actor, ModerationPayload.Event event, String subject, String value) {
    state(
        ModerationPayload.create(
                name, id, event, subject, actor, value, Optional.empty(), Instant.now())
            .encode());
  }

  synchronized void decide(String actor, Request.Moderate asked) {
    decide(actor, asked.event(), asked.subject(), asked.value());
    switch (asked.event()) {
      case TOPIC -> topic = asked.value();
      case RULES -> rules = asked.value();
      case PINNED -> pins.add(Long.valueOf(asked.subject()));
      case UNPINNED -> pins.remove(Long.valueOf(asked.subject()));
      case KICKED, BANNED -> {
        members.remove(asked.subject());
        state(
            EventPayload.create(
                    name, id, EventPayload.Event.LEFT, asked.subject(), actor, Instant.now())
                .encode());
      }
      default -> {
        // Nothing that the test's clients ask for again.
      }
    }
  }

  /** Signs a payload as the server. */
  public synchronized void state(byte[] payload) {
    byte[] certificate = server.receipts.encodedChain().get(0);
    SignedMessage message =
        SignedMessage.sign(payload, server.receipts.scheme(), server.receipts.privateKey());
    append(TranscriptLine.SERVER, certificate, message);
  }

  /** Has a user sign what no client would, after the last line there is, and takes it. */
  public synchronized void signs(String user, Credentials credentials, MessageContent content) {
    byte[] payload =
        MessagePayload.create(
                "cd".repeat(32),
                name,
                id,
                user,
                1,
                new After(entries.size(), chain(entries.size())),
                Instant.now(),
                content)
            .encode();
    append(
        user,
        credentials.encodedChain().getFirst(),
        SignedMessage.sign(payload, credentials.scheme(), credentials.privateKey()));
  }

  /** Takes what a user has signed, whatever it is. */
  synchronized Entry append(String sender, byte[] certificate, SignedMessage message) {
    String sha256 = Digests.sha256Hex(certificate);
    server.certificates.put(sha256, certificate);
    TranscriptLine line =
        TranscriptLine.of(
            entries.size() + 1L, Timestamps.format(Instant.now()), sender, sha256, message);
    Entry entry =
        new Entry(
            name,
            line.position(),
            line.receivedAt(),
            line.format(),
            Chain.next(chain(entries.size()), line.format()),
            Optional.of(message));
    entries.add(entry);
    return entry;
  }

  synchronized Receipt receipt(String user, String session, long first, OptionalLong end) {
    long last = end.orElse(entries.size());
    List<String> lines =
        entries.subList((int) first - 1, (int) last).stream().map(Entry::line).toList();
    return new Receipt(
        "scripted",
        name,
        id.toString(),
        user,
        session,
        first,
        last,
        chain(first - 1),
        chain(last),
        Receipt.transcriptSha256(lines),
        Receipt.membersSha256(membersBefore(first)),
        erased(first, last),
        "",
        server.lists(),
        Digests.sha256Hex(server.receipts.encodedChain().get(0)),
        Timestamps.format(Instant.now()));
  }

  private List<String> membersBefore(long first) {
    MemberList before = new MemberList();
    entries.subList(0, (int) first - 1).stream()
        .filter(entry -> entry.line().contains("|@server|"))
        .flatMap(entry -> entry.message().stream())
        .forEach(message -> before.take(message.payload()));
    return before.names();
  }

  private String erased(long first, long last) {
    List<Long> erased =
        entries.subList((int) first - 1, (int) last).stream()
            .filter(entry -> entry.message().isEmpty())
            .map(Entry::position)
            .toList();
    return Receipt.erased(erased).orElseThrow();
  }
}
