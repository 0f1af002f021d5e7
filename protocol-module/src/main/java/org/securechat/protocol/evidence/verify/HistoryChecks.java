package org.securechat.protocol.evidence.verify;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.MemberList;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.UserEnvelope;
import org.securechat.protocol.evidence.moderation.RoomRoles;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.name.Names;

/**
 * Whether the lines together can have happened (PROTOCOL.md §11.2, 8): how a room begins, who may
 * speak in it when, what a session is, and what its author had seen.
 */
final class HistoryChecks {
  private final Receipt receipt;
  private final SortedMap<String, byte[]> files;
  private final Payloads payloads;
  private final ReportBuilder findings;
  private final MemberList members = new MemberList();
  private final Map<String, Session> sessions = new HashMap<>();
  private final List<String> chains;
  private final List<TranscriptLine> lines;
  private final RoomRule rule;
  private List<String> membersBefore = List.of();
  private final RoomRoles roles = new RoomRoles();

  HistoryChecks(
      Receipt receipt,
      SortedMap<String, byte[]> files,
      Payloads payloads,
      List<TranscriptLine> lines,
      List<String> chains,
      ReportBuilder findings) {
    this.receipt = receipt;
    this.lines = lines;
    this.chains = chains;
    this.files = files;
    this.payloads = payloads;
    this.findings = findings;
    this.rule = RoomRule.of(receipt.room());
  }

  void check() {
    readMembers();
    membersBefore = members.names();
    lines.forEach(this::check);
  }

  /** Who was a member before the first line, if that is known for certain. */
  List<String> membersBefore() {
    return membersBefore;
  }

  private void readMembers() {
    byte[] file = files.get(BundleLayout.MEMBERS);
    if (file == null) {
      return; // Reported with the other missing files.
    }
    boolean named = Digests.sha256Hex(file).equals(receipt.membersSha256());
    if (findings.check(Aspect.HISTORY, BundleLayout.MEMBERS, named, "not those of the receipt")) {
      findings.check(
          Aspect.HISTORY, BundleLayout.MEMBERS, areMembers(file), "not a rising list of names");
    }
  }

  private boolean areMembers(byte[] file) {
    if (file.length == 0) {
      return true;
    }
    String before = "";
    String[] names = new String(file, StandardCharsets.ISO_8859_1).split("\n", -1);
    for (int i = 0; i + 1 < names.length; i++) {
      if (!Names.isUsername(names[i]) || names[i].compareTo(before) <= 0) {
        return false;
      }
      before = names[i];
      members.add(names[i]);
    }
    return names[names.length - 1].isEmpty();
  }

  private void check(TranscriptLine line) {
    String file = BundleLayout.payload(line.position());
    Said said = payloads.of(line);
    findings.check(
        Aspect.HISTORY, "line " + line.position(), rule.permits(line, said), rule.fault());
    switch (said) {
      case Said.ByUser(UserEnvelope envelope, boolean known, Optional<About> about) -> {
        checkSpeaker(line);
        checkSession(line, file, envelope);
        checkAfter(line, file, envelope.after());
        about.ifPresent(what -> checkAbout(line, file, envelope, what));
        findings.check(
            Aspect.HISTORY,
            file,
            !known || roles.permits(envelope.kind(), line.sender(), line.receivedAt()),
            "its sender might not say this then");
      }
      case Said.Happened(EventPayload event) -> {
        members.take(event);
        checkActor(line, roles.take(line.position(), line.receivedAt(), event));
      }
      case Said.Decided(ModerationPayload decision) -> {
        decision.about().ifPresent(about -> checkPin(line, file, about));
        checkActor(line, roles.take(decision));
      }
      case Said.Nothing _ -> {
        if (!line.isEvent()) {
          checkSpeaker(line);
        }
      }
      case Said.ByServer _ -> roles.lose();
      case Said.Malformed _, Said.Classic _, Said.Audited _, Said.Hooked _ -> {
        // Nothing follows from it for the other lines.
      }
    }
  }

  // PROTOCOL.md §9.3: who may decide what follows from the lines before.
  private void checkActor(TranscriptLine line, boolean permitted) {
    findings.check(
        Aspect.HISTORY, "line " + line.position(), permitted, "its actor had not the right then");
  }

  private void checkPin(TranscriptLine line, String file, About about) {
    long index = about.position() - receipt.first();
    boolean fits =
        about.position() < line.position()
            && (index < 0 || isMessage(about, lines.get((int) index)));
    findings.check(Aspect.HISTORY, file, fits, "about a line that it cannot be about");
  }

  private boolean isMessage(About about, TranscriptLine other) {
    return about.fits(Kind.REPLY, other.sender(), other, kindOf(other));
  }

  private void checkSpeaker(TranscriptLine line) {
    findings.check(
        Aspect.HISTORY,
        "line " + line.position(),
        members.contains(line.sender()),
        line.sender() + " was not a member then");
  }

  // PROTOCOL.md §8: numbers may be missing, since a session can write to several rooms, but each
  // occurs once.
  private void checkSession(TranscriptLine line, String file, UserEnvelope envelope) {
    Session now = new Session(line.sender(), line.certificateSha256(), envelope.seq());
    Session before = sessions.put(envelope.channelBinding(), now);
    if (before != null) {
      findings.check(
          Aspect.HISTORY,
          file,
          now.seq() > before.seq()
              && now.sender().equals(before.sender())
              && now.certificate().equals(before.certificate()),
          "replayed, out of sequence, or in somebody else's session");
    }
  }

  private void checkAfter(TranscriptLine line, String file, After after) {
    findings.check(
        Aspect.HISTORY,
        file,
        after.position() < line.position() && knownChain(after.position(), after.chain()),
        "said under another history");
  }

  private void checkAbout(TranscriptLine line, String file, UserEnvelope envelope, About about) {
    long index = about.position() - receipt.first();
    // What is before this record cannot be looked at, and what is behind fails by the first rule.
    boolean fits =
        about.position() <= envelope.after().position()
            && (index < 0 || index >= lines.size() || fits(line, envelope, about, (int) index));
    findings.check(Aspect.HISTORY, file, fits, "about a line that it cannot be about");
  }

  private boolean fits(TranscriptLine line, UserEnvelope envelope, About about, int index) {
    TranscriptLine other = lines.get(index);
    return about.fits(envelope.kind(), line.sender(), other, kindOf(other));
  }

  /** The kind of what a user says in a line, if it is here and known. */
  private Optional<Kind> kindOf(TranscriptLine line) {
    return payloads.of(line) instanceof Said.ByUser(UserEnvelope by, boolean known, _) && known
        ? Optional.of(by.kind())
        : Optional.empty();
  }

  /** Whether a chain value is the one at a position, as far as this bundle can tell. */
  private boolean knownChain(long position, String chain) {
    if (position == 0) {
      return chain.equals(receipt.genesis());
    }
    long index = position - (receipt.first() - 1);
    return index < 0 || (index < chains.size() && chains.get((int) index).equals(chain));
  }

  /** What a session was when it was last seen. */
  private record Session(String sender, String certificate, long seq) {}

  /** What may stand in which kind of transcript. */
  private enum RoomRule {
    /** Begins with {@code created}. */
    ROOM("line 1 is not created, or another line is"),
    /** A session of the classic profile: begins with its opening. */
    CLASSIC("line 1 is not the opening of a session, or another line is"),
    /** The server's own. */
    AUDIT("not a line of the audit log");

    private final String fault;

    RoomRule(String fault) {
      this.fault = fault;
    }

    static RoomRule of(String room) {
      if (AuditPayload.ROOM.equals(room)) {
        return AUDIT;
      }
      return Names.isClassicRoom(room) ? CLASSIC : ROOM;
    }

    String fault() {
      return fault;
    }

    boolean permits(TranscriptLine line, Said said) {
      boolean first = line.position() == 1;
      return switch (said) {
        case Said.Nothing _, Said.Malformed _ -> !first || this != ROOM;
        case Said.ByUser _ -> this == ROOM && !first;
        case Said.Happened(EventPayload event) ->
            this != AUDIT && first == (event.event() == Event.CREATED) && (this == ROOM || !first);
        case Said.Classic(ClassicPayload payload) ->
            this == CLASSIC && first == (payload instanceof ClassicPayload.Opening);
        case Said.Decided _ -> this == ROOM && !first;
        case Said.Audited _ -> this == AUDIT;
        case Said.Hooked _ -> this == ROOM && !first;
        case Said.ByServer _ -> !first || this == AUDIT;
      };
    }
  }
}
