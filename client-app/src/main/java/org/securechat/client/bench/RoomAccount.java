package org.securechat.client.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.securechat.client.bench.Findings.Kind;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * What was sent to a room, and its lines as the members got them. Each line is compared once with
 * what was sent; a further member's line needs only to have the same bytes. Thread-safe.
 */
final class RoomAccount {
  private final String name;
  private final Findings findings;
  private final List<MemberAccount> members = new CopyOnWriteArrayList<>();
  private final Map<String, SentMessage> open = new ConcurrentHashMap<>();
  private final Map<Long, Line> lines = new ConcurrentHashMap<>();
  private volatile long start;
  private volatile String startChain = "";

  /** A line as the server has shown it. Every member still has to come past it. */
  static final class Line {
    private final String text;
    private final String chain;
    private final SentMessage sent;
    private final AtomicInteger toCome;
    private volatile Optional<byte[]> document = Optional.empty();

    private Line(String text, String chain, SentMessage sent, int members) {
      this.text = text;
      this.chain = chain;
      this.sent = sent;
      this.toCome = new AtomicInteger(members);
    }

    SentMessage sent() {
      return sent;
    }

    /** The push that was verified, as it came; empty before there was one. */
    Optional<byte[]> document() {
      return document;
    }
  }

  RoomAccount(String name, Findings findings) {
    this.name = name;
    this.findings = findings;
  }

  String name() {
    return name;
  }

  /** Counts from here on: what stands up to that line is none of this run's. */
  void begin(long position, String chain) {
    start = position;
    startChain = chain;
    members.forEach(member -> member.begin(position));
  }

  /** Where counting began. */
  long start() {
    return start;
  }

  /** The chain value there. */
  String startChain() {
    return startChain;
  }

  /** A member who has to get whatever the others send. */
  MemberAccount member(String user, String certificateSha256) {
    MemberAccount member = new MemberAccount(user, certificateSha256, this, findings);
    members.add(member);
    return member;
  }

  /** Notes a message; before it is sent. */
  SentMessage sending(
      MemberAccount sender, SignedMessage message, Tally tally, long since, Runnable settled) {
    int others = members.size() - 1;
    SentMessage sent = new SentMessage(message, sender, tally, since, others, settled);
    open.put(sent.hash(), sent);
    tally.sent(others);
    return sent;
  }

  /** A line that a member has not come past, if any other has. */
  Optional<Line> line(long position) {
    return Optional.ofNullable(lines.get(position));
  }

  /** The line of an entry, if it is one of a message that was sent, unaltered. */
  Optional<Line> verified(String member, Entry entry, byte[] document) {
    String place = "line " + entry.position() + " of " + name + " at " + member;
    if (entry.message().isEmpty()) {
      findings.add(Kind.ALTERED, place + " has no message");
      return Optional.empty();
    }
    SignedMessage message = entry.message().get();
    SentMessage sent = sentAs(message.payloadSha256(), entry.position());
    if (sent == null) {
      findings.add(Kind.UNKNOWN, place);
      return Optional.empty();
    }
    if (!sent.message().equals(message) || !isLineOf(entry, sent)) {
      findings.add(Kind.ALTERED, place);
      return Optional.empty();
    }
    Optional<Line> line = enter(entry.position(), entry.line(), entry.chain(), sent);
    line.ifPresent(found -> found.document = Optional.of(document));
    return line;
  }

  /** A message that is settled can still be asked for by the line that all members have. */
  private SentMessage sentAs(String hash, long position) {
    SentMessage sent = open.get(hash);
    if (sent != null) {
      return sent;
    }
    Line line = lines.get(position);
    return line != null && line.sent.hash().equals(hash) ? line.sent : null;
  }

  private static boolean isLineOf(Entry entry, SentMessage sent) {
    try {
      TranscriptLine line = TranscriptLine.parse(entry.line());
      return line.equals(lineOf(entry.position(), entry.receivedAt(), sent));
    } catch (EvidenceException _) {
      return false;
    }
  }

  private static TranscriptLine lineOf(long position, String receivedAt, SentMessage sent) {
    return TranscriptLine.of(
        position,
        receivedAt,
        sent.sender().user(),
        sent.sender().certificateSha256(),
        sent.message());
  }

  /** The line that an acknowledgement speaks of (PROTOCOL.md §7.5). */
  Optional<Line> acknowledged(SentMessage sent, long position, String receivedAt, String chain) {
    return enter(position, lineOf(position, receivedAt, sent).format(), chain, sent);
  }

  private Optional<Line> enter(long position, String text, String chain, SentMessage sent) {
    Line made = new Line(text, chain, sent, members.size());
    Line known = lines.putIfAbsent(position, made);
    if (known != null) {
      if (!known.text.equals(text) || !known.chain.equals(chain)) {
        findings.add(Kind.ALTERED, "two members got different lines " + position + " of " + name);
        return Optional.empty();
      }
      return Optional.of(known);
    }
    if (sent.position() != 0) {
      findings.add(
          Kind.DOUBLED,
          "one message stands in lines " + sent.position() + " and " + position + " of " + name);
    }
    sent.standsAt(position);
    Optional<String> before =
        position == start + 1
            ? Optional.of(startChain)
            : line(position - 1).map(previous -> previous.chain);
    if (before.isPresent() && !Chain.next(before.get(), text).equals(chain)) {
      findings.add(Kind.ALTERED, "the chain value of line " + position + " of " + name);
    }
    return Optional.of(made);
  }

  /** A member has come past a line. */
  void passed(long position, Line line) {
    if (line.toCome.decrementAndGet() == 0) {
      // The line before it gave this one's chain value; this one is needed for the next.
      lines.computeIfPresent(position - 1, (_, before) -> before.toCome.get() == 0 ? null : before);
    }
  }

  /** Nothing more is open of it. */
  void settled(SentMessage sent) {
    open.remove(sent.hash());
  }

  /** The server has said that it is in no line. */
  void refused(SentMessage sent, String why) {
    open.remove(sent.hash());
    findings.add(Kind.REFUSED, sent.sender().user() + " in " + name + ": " + why);
  }

  /** Reports what has not arrived. */
  void close() {
    for (SentMessage sent : new ArrayList<>(open.values())) {
      if (!sent.isAcknowledged()) {
        findings.add(Kind.UNACKNOWLEDGED, "a message of " + sent.sender().user() + " in " + name);
      }
      if (sent.position() == 0) {
        members.stream()
            .filter(member -> member != sent.sender())
            .forEach(member ->
                findings.add(
                    Kind.LOST,
                    "a message of "
                        + sent.sender().user()
                        + " in "
                        + name
                        + " to "
                        + member.user()));
      }
    }
    members.forEach(MemberAccount::close);
  }

  /** The last line that any member has seen. */
  long last() {
    return members.stream().mapToLong(MemberAccount::seen).max().orElse(start);
  }
}
