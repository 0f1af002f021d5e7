package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MemberList;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.Credentials;
import org.securechat.testkit.TestPki;

/** A room in memory: people talk, and a bundle comes out. */
final class Conversation {
  static final UUID ROOM_ID = UUID.fromString("0191a1b2-0000-7000-8000-00000000000f");

  final TestPki pki;
  final Credentials receiptSigner;
  String room = "lobby";
  UUID roomId = ROOM_ID;
  Instant now = TestPki.NOW;
  List<X509CRL> lists;

  /** What receipts say of lines with revoked certificates. */
  String revoked = "";

  private final Map<String, Credentials> people = new LinkedHashMap<>();
  private final Map<String, Long> sequence = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private final List<Optional<SignedMessage>> messages = new ArrayList<>();
  private final List<String> chains = new ArrayList<>();
  private final List<List<X509Certificate>> certificates = new ArrayList<>();

  Conversation(TestPki pki, Credentials receiptSigner) {
    this.pki = pki;
    this.receiptSigner = receiptSigner;
    this.lists = List.of(pki.crl());
    certificates.add(receiptSigner.chain());
  }

  /** The same room up to here; what is said from now on is said in one of the two only. */
  Conversation fork() {
    Conversation other = new Conversation(pki, receiptSigner);
    other.room = room;
    other.roomId = roomId;
    other.now = now;
    other.lists = lists;
    other.people.putAll(people);
    other.sequence.putAll(sequence);
    other.lines.addAll(lines);
    other.messages.addAll(messages);
    other.chains.addAll(chains);
    other.certificates.addAll(certificates);
    return other;
  }

  static Conversation start(TestPki pki) {
    return new Conversation(pki, pki.receipt().key("p256").issue());
  }

  /** One person, the third line erased, six lines in all. */
  static Conversation small(TestPki pki) {
    Conversation talk = start(pki).enter("alice", pki.client("alice").issue());
    talk.say("alice", "hello").say("alice", "to be forgotten").say("alice", "third");
    return talk.erase(3).say("alice", "last words");
  }

  /** One of everything: three kinds of keys, events, an erased message, odd characters. */
  static Conversation ofEverything(TestPki pki) {
    Conversation talk = start(pki);
    talk.enter("alice", pki.client("alice").issue());
    talk.enter("bob", pki.client("bob").key("p256").issue());
    talk.enter("carol", pki.client("carol").key("rsa2048").issue());
    talk.say("alice", "hello");
    talk.say("bob", "\"quoted\" \\ back\n😀 | ' $(id)");
    talk.say("carol", "third");
    talk.say("alice", "to be forgotten");
    talk.erase(7);
    return talk.say("bob", "last words");
  }

  static String session(String user) {
    return Digests.sha256Hex(user.getBytes(StandardCharsets.UTF_8));
  }

  /** The first one who enters makes the room. */
  Conversation enter(String user, Credentials credentials) {
    return know(user, credentials)
        .event(
            lines.isEmpty() ? EventPayload.Event.CREATED : EventPayload.Event.JOINED, user, user);
  }

  /** Somebody who is not in the room. */
  Conversation know(String user, Credentials credentials) {
    people.put(user, credentials);
    certificates.add(credentials.chain());
    return this;
  }

  Conversation event(EventPayload.Event event, String subject, String actor) {
    byte[] payload = EventPayload.create(room, roomId, event, subject, actor, now).encode();
    return append(TranscriptLine.SERVER, receiptSigner, payload);
  }

  /** The audit log with two lines. */
  static Conversation auditLog(TestPki pki) {
    Conversation log = start(pki);
    log.room = AuditPayload.ROOM;
    log.roomId = AuditPayload.ROOM_ID;
    return log.audit("user.disable", "\"quoted\" \\ 😀 | ' $(id)").audit("server.stop", "");
  }

  Conversation audit(String action, String subject) {
    byte[] payload =
        AuditPayload.create(
                action,
                AuditPayload.Outcome.SUCCESS,
                "root",
                "administrator",
                "password",
                subject,
                "192.0.2.7",
                1,
                now,
                new TreeMap<>(Map.of("reason", "}{\",\"", "b", "")))
            .encode();
    return append(TranscriptLine.SERVER, receiptSigner, payload);
  }

  Conversation say(String user, String text) {
    return say(user, after(), text);
  }

  Conversation say(String user, MessageContent content) {
    return say(user, after(), content);
  }

  /** Under a history that need not be the room's. */
  Conversation say(String user, After after, String text) {
    return say(user, after, new MessageContent.Text(List.of(), text));
  }

  Conversation say(String user, After after, MessageContent content) {
    long seq = sequence.merge(user, 1L, Long::sum);
    return append(
        user,
        people.get(user),
        MessagePayload.create(session(user), room, roomId, user, seq, after, now, content)
            .encode());
  }

  /** What a line that is about that one names. */
  About about(int position) throws EvidenceException {
    return new About(position, TranscriptLine.parse(lines.get(position - 1)).payloadSha256());
  }

  /** The last line there is. */
  After after() {
    return new After(lines.size(), chain(lines.size()));
  }

  /** Whatever somebody signs and a server lets pass. */
  Conversation append(String sender, Credentials signer, byte[] payload) {
    return append(sender, signer, payload, signer.sign(payload));
  }

  /** With a signature that need not be by the key of the certificate that the line names. */
  Conversation append(String sender, Credentials named, byte[] payload, byte[] signature) {
    now = now.plusMillis(250);
    SignedMessage message = new SignedMessage(payload, signature);
    String sha256 = sha256(named.chain());
    String time = Timestamps.format(now);
    lines.add(TranscriptLine.of(lines.size() + 1, time, sender, sha256, message).format());
    messages.add(Optional.of(message));
    chains.add(Chain.next(chain(lines.size() - 1), lines.get(lines.size() - 1)));
    return this;
  }

  Conversation erase(int position) {
    messages.set(position - 1, Optional.empty());
    return event(EventPayload.Event.ERASED, Integer.toString(position), TranscriptLine.SERVER);
  }

  /** Signs the truth with something changed in it. */
  BundleWriter bundle(String part, String replacement) throws EvidenceException {
    String truth = new String(receipt(1, lines.size()), StandardCharsets.UTF_8);
    assertThat(truth).contains(part);
    byte[] changed = truth.replace(part, replacement).getBytes(StandardCharsets.UTF_8);
    return bundle(changed, 1, lines.size());
  }

  /** Without an event that says so. */
  Conversation forget(int position) {
    messages.set(position - 1, Optional.empty());
    return this;
  }

  /** Everything that people said from first to last position, by one event. */
  Conversation erase(int first, int last) {
    List<Long> erased = new ArrayList<>();
    for (int position = first; position <= last; position++) {
      if (!lines.get(position - 1).contains("|" + TranscriptLine.SERVER + "|")) {
        messages.set(position - 1, Optional.empty());
        erased.add((long) position);
      }
    }
    String subject = Positions.fitting(erased).toString();
    return event(EventPayload.Event.ERASED, subject, TranscriptLine.SERVER);
  }

  Conversation later(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  List<String> lines() {
    return lines;
  }

  Optional<SignedMessage> message(int position) {
    return messages.get(position - 1);
  }

  String chain(int position) {
    return position == 0 ? Chain.genesis(roomId) : chains.get(position - 1);
  }

  List<String> members(int before) {
    MemberList members = new MemberList();
    for (int i = 0; i < before - 1; i++) {
      if (lines.get(i).contains("|" + TranscriptLine.SERVER + "|")) {
        messages.get(i).ifPresent(event -> members.take(event.payload()));
      }
    }
    return members.names();
  }

  private String erased(int first, int last) {
    List<Long> erased = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      if (messages.get(i - 1).isEmpty()) {
        erased.add((long) i);
      }
    }
    return Receipt.erased(erased).orElseThrow();
  }

  private List<String> listHashes() {
    return lists.stream().map(Conversation::encoded).map(Digests::sha256Hex).sorted().toList();
  }

  static byte[] encoded(X509CRL list) {
    try {
      return list.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The truth about some lines. */
  Receipt truth(int first, int last) {
    return new Receipt(
        "chat.example.org",
        room,
        roomId.toString(),
        "alice",
        session("alice"),
        first,
        last,
        chain(first - 1),
        chain(last),
        Receipt.transcriptSha256(lines.subList(first - 1, last)),
        Receipt.membersSha256(members(first)),
        erased(first, last),
        revoked,
        listHashes(),
        sha256(receiptSigner.chain()),
        Timestamps.format(now));
  }

  byte[] receipt(int first, int last) {
    return truth(first, last).encode();
  }

  BundleWriter bundle() throws EvidenceException {
    return bundle(1, lines.size());
  }

  BundleWriter bundle(int first, int last) throws EvidenceException {
    return bundle(receipt(first, last), first, last);
  }

  /** How many lines there are. */
  int length() {
    return lines.size();
  }

  /** Around a receipt that is signed here. */
  BundleWriter bundle(byte[] receipt, int first, int last) throws EvidenceException {
    return bundle(receipt, receiptSigner.sign(receipt), first, last);
  }

  BundleWriter bundle(byte[] receipt, byte[] signature, int first, int last)
      throws EvidenceException {
    BundleWriter writer = new BundleWriter(receipt, signature).members(members(first));
    for (int i = first - 1; i < last; i++) {
      writer.line(lines.get(i), messages.get(i));
    }
    List<String> used = new ArrayList<>(List.of(sha256(receiptSigner.chain())));
    lines.subList(first - 1, last).forEach(line -> used.add(line.split("\\|", -1)[3]));
    for (List<X509Certificate> chain : certificates) {
      if (used.contains(sha256(chain))) {
        chain.forEach(writer::certificate);
      }
    }
    lists.forEach(list -> writer.revocationList(encoded(list)));
    return writer.authority(pki.certificate());
  }

  static String sha256(List<X509Certificate> chain) {
    try {
      return Digests.sha256Hex(chain.get(0).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
