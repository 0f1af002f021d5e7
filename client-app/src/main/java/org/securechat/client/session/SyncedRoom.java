package org.securechat.client.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.storage.RoleHistory;
import org.securechat.client.storage.RoomArchive;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MemberList;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.name.Names;

/**
 * A room whose every line is fetched, checked and kept. Confined to the session's thread, except
 * for the archive, which is safe to read from any.
 */
final class SyncedRoom {
  private static final int PAGE = 500;

  /** So often a session looks into what the server contradicts: each time costs a receipt. */
  private static final int MOST_LOOKS = 3;

  private final String name;
  private final String id;
  private final RoomArchive archive;
  private final RoomTranscript transcript;
  private final HeardLines heard;
  private final MessageCheck.Place place;
  private final MessageCheck check;
  private final SessionListener listener;
  private final Outbox outbox;
  private final ArchiveRepair repair;

  /** Who is in the room, once that was asked for. */
  private Optional<MemberList> members = Optional.empty();

  /** Whether the server has said something that contradicts what is kept here. */
  private boolean contradicted;

  private int looks;

  /** The last line that the server has told of. */
  private long announced;

  private SyncedRoom(
      RoomInfo info,
      RoomArchive archive,
      MessageCheck check,
      SessionListener listener,
      Outbox outbox) {
    this.name = info.name();
    this.id = info.id();
    this.archive = archive;
    this.transcript = new RoomTranscript(info.id());
    this.heard = new HeardLines(transcript, archive);
    this.place = place();
    this.check = check;
    this.listener = listener;
    this.outbox = outbox;
    this.repair = new ArchiveRepair(name, archive, transcript, listener);
  }

  /** With roles of its own, which lines in their order cost nothing more. */
  private MessageCheck.Place place() {
    return new MessageCheck.Place(
        name,
        UUID.fromString(id),
        transcript::chainAt,
        heard::at,
        Optional.of(new RoleHistory(this::events)));
  }

  private void events(long first, long last, BiConsumer<TranscriptLine, Optional<byte[]>> each)
      throws IOException {
    NavigableMap<Long, TranscriptLine> events = new TreeMap<>();
    for (String text : transcript.lines(first, last)) {
      if (text.contains("|" + TranscriptLine.SERVER + "|")) {
        try {
          TranscriptLine line = TranscriptLine.parse(text);
          events.put(line.position(), line);
        } catch (EvidenceException e) {
          throw new IllegalStateException("a line that was read before", e);
        }
      }
    }
    if (events.isEmpty()) {
      return;
    }
    Map<Long, byte[]> payloads = archive.payloads(events::containsKey);
    events.forEach(
        (position, line) -> each.accept(line, Optional.ofNullable(payloads.get(position))));
  }

  /** Takes up the room where it was left. */
  static SyncedRoom open(
      RoomInfo info, Path account, MessageCheck check, SessionListener listener, Outbox outbox)
      throws ClientException {
    try {
      RoomArchive archive = RoomArchive.open(account, info.id(), info.name());
      SyncedRoom room = new SyncedRoom(info, archive, check, listener, outbox);
      room.transcript.restore(archive.lines());
      room.repair.begin();
      room.recallBeginning();
      room.recallOwn();
      return room;
    } catch (IOException e) {
      throw new ClientException(
          "the kept transcript of " + info.name() + " cannot be used: " + e.getMessage(),
          "Check the folder " + account + ".",
          e);
    } catch (EvidenceException e) {
      // What is no line was left out when the lines were read.
      throw new IllegalStateException(e);
    }
  }

  /** A line of ours can have been kept by another process meanwhile. */
  private void recallOwn() throws EvidenceException {
    if (outbox.isEmpty()) {
      return;
    }
    for (String text : transcript.lines(1, transcript.position())) {
      outbox.found(transcript, name, TranscriptLine.parse(text));
    }
  }

  /** What a classic client has signed is checked with the certificate in its first line. */
  private void recallBeginning() throws IOException, EvidenceException {
    if (!Names.isClassicRoom(name) || transcript.position() == 0) {
      return;
    }
    byte[] payload = archive.payloads(1, 1).get(1L);
    if (payload != null) {
      TranscriptLine first = TranscriptLine.parse(transcript.lines(1, 1).get(0));
      check.beginsWith(name, first, new SignedMessage(payload, first.signatureBytes()));
    }
  }

  String name() {
    return name;
  }

  String id() {
    return id;
  }

  /** The last line that was verified here: under which history the next message is signed. */
  After lastVerified() {
    return new After(transcript.position(), transcript.chain());
  }

  /** Who was in the room before a line, as the lines before it say. */
  List<String> membersBefore(long first) throws IOException {
    return archive.membersBefore(first);
  }

  /** Who is in the room, as its lines say that are kept here. */
  List<String> members() throws IOException {
    if (members.isEmpty()) {
      MemberList now = new MemberList();
      membersBefore(transcript.position() + 1).forEach(now::add);
      members = Optional.of(now);
    }
    return members.get().names();
  }

  /** Whether a line is one of the server's that can never be erased. */
  boolean isLasting(long position) {
    return !Names.isClassicRoom(name)
        && transcript.lines(position, position).get(0).contains("|" + TranscriptLine.SERVER + "|");
  }

  /** An earlier line, if there is one. */
  Optional<MessageCheck.KnownLine> lineAt(long position) {
    return heard.at(position);
  }

  RoomTranscript transcript() {
    return transcript;
  }

  RoomArchive archive() {
    return archive;
  }

  /** Fetches what was missed and compares the head with what the server says of it. */
  void catchUp(ChatConnection connection, RoomInfo info) throws ClientException {
    transcript.resetChainBreak();
    announced = Math.max(announced, info.position());
    long known = Math.max(transcript.position(), repair.furthest());
    if (info.position() < known) {
      String detail = "from " + known + " to " + info.position() + " lines";
      listener.alarm(name, new TranscriptFinding(Fault.HISTORY_SHORTENED, detail));
    }
    fetch(connection, info.position(), false);
    contradicted |= repair.finish(connection);
    transcript
        .chainAt(info.position())
        .filter(chain -> !chain.equals(info.chain()))
        .ifPresent(chain -> {
          contradicted = true;
          listener.alarm(
              name, new TranscriptFinding(Fault.CHAIN_BROKEN, "at the head, " + info.position()));
        });
    if (!contradicted && transcript.brokenAt().isEmpty()) {
      outbox.verified(id, transcript.position());
    }
  }

  /** Whether the server has contradicted something that is to be looked into. */
  boolean isContradicted() {
    return contradicted;
  }

  /** Whether to look into what the server has contradicted since this was asked the last time. */
  boolean takeContradicted() {
    boolean taken = contradicted && looks < MOST_LOOKS;
    contradicted = false;
    looks += taken ? 1 : 0;
    return taken;
  }

  /** Takes in a line that came by itself. */
  void arrived(ChatConnection connection, Entry entry) throws ClientException {
    announced = Math.max(announced, entry.position());
    RoomTranscript.Step step = transcript.offer(entry);
    if (step instanceof RoomTranscript.Step.Missing) {
      fetch(connection, entry.position() - 1, true);
      step = transcript.offer(entry);
      if (step instanceof RoomTranscript.Step.Missing) {
        step = transcript.withheld(entry);
      }
    }
    List<RoomArchive.Kept> kept = new ArrayList<>();
    settle(entry, step, true, kept);
    repair.keep(connection, kept);
  }

  private void fetch(ChatConnection connection, long upTo, boolean live) throws ClientException {
    boolean more = true;
    while (more && transcript.position() < upTo && transcript.brokenAt().isEmpty()) {
      long after = transcript.position();
      Answer.HistoryAnswer page =
          connection.ask(
              request -> new Request.History(request, name, after, PAGE),
              Answer.HistoryAnswer.class);
      List<RoomArchive.Kept> kept = new ArrayList<>();
      for (Entry entry : page.entries()) {
        RoomTranscript.Step step = transcript.offer(entry);
        // A server that leaves out lines here has been asked for exactly these.
        boolean missing = step instanceof RoomTranscript.Step.Missing;
        settle(entry, missing ? transcript.withheld(entry) : step, live, kept);
      }
      repair.keep(connection, kept);
      more = page.more() && transcript.position() > after;
    }
  }

  private void settle(
      Entry entry, RoomTranscript.Step step, boolean live, List<RoomArchive.Kept> kept) {
    switch (step) {
      case RoomTranscript.Step.Taken taken -> {
        outbox.found(transcript, name, taken.line());
        contradicted |= repair.contradicts(taken.line().position(), entry.line());
        MessageCheck.Result result = check.check(place, taken.line(), entry.message());
        heard.heard(taken.line().position(), result.body());
        if (taken.line().isEvent()) {
          entry.message().ifPresent(said -> members.ifPresent(list -> list.take(said.payload())));
        }
        kept.add(kept(entry, result));
        listener.message(
            message(name, taken.line(), result, joined(taken.findings(), result.findings()), live),
            Optional.of(transcript.chain()));
      }
      case RoomTranscript.Step.Refused refused -> {
        contradicted |= refused.findings().stream().anyMatch(f -> f.fault().contradicts());
        listener.message(refused(entry, refused, live), Optional.empty());
      }
      case RoomTranscript.Step.Known _, RoomTranscript.Step.Missing _ -> {
        // A known line was delivered before; missing ones have been fetched by now.
      }
    }
  }

  /** Whether all lines up to the server's last known head are verified and kept. */
  boolean isWhole() {
    return transcript.brokenAt().isEmpty()
        && transcript.position() >= announced
        && repair.isWhole();
  }

  /**
   * Checks lines that the server has found. Nothing of them is taken in.
   *
   * @param entries in any order
   * @return oldest first
   */
  List<RoomMessage.Found> judge(List<Entry> entries) throws ClientException {
    List<RoomMessage.Found> found = new ArrayList<>();
    MessageCheck.Place then = place();
    for (Entry entry : inOrder(entries)) {
      boolean known = entry.position() <= transcript.position();
      List<TranscriptFinding> findings = List.of();
      if (known && transcript.offer(entry) instanceof RoomTranscript.Step.Refused refused) {
        contradicted = true;
        findings = refused.findings();
      }
      boolean placed = known && findings.isEmpty();
      found.add(judged(name, check, placed ? then : then.outside(), entry, findings, placed));
    }
    return found;
  }

  /** As {@link #judge(List)}, in a room of which nothing is kept. */
  static List<RoomMessage.Found> judge(RoomInfo info, MessageCheck check, List<Entry> entries)
      throws ClientException {
    RoomTranscript nothing = new RoomTranscript(info.id());
    MessageCheck.Place place =
        new MessageCheck.Place(
            info.name(),
            UUID.fromString(info.id()),
            nothing::chainAt,
            _ -> Optional.empty(),
            Optional.empty());
    List<RoomMessage.Found> found = new ArrayList<>();
    for (Entry entry : inOrder(entries)) {
      found.add(judged(info.name(), check, place, entry, List.of(), false));
    }
    return found;
  }

  private static List<Entry> inOrder(List<Entry> entries) {
    return entries.stream().sorted(Comparator.comparingLong(Entry::position)).toList();
  }

  private static RoomMessage.Found judged(
      String room,
      MessageCheck check,
      MessageCheck.Place place,
      Entry entry,
      List<TranscriptFinding> findings,
      boolean placed)
      throws ClientException {
    try {
      TranscriptLine line = TranscriptLine.parse(entry.line());
      MessageCheck.Result result = check.check(place, line, entry.message());
      return new RoomMessage.Found(
          message(room, line, result, joined(findings, result.findings()), false), placed);
    } catch (EvidenceException e) {
      // Entries are read with their lines.
      throw new ClientException("a line that was found cannot be read: " + e.getMessage(), e);
    }
  }

  private RoomMessage refused(Entry entry, RoomTranscript.Step.Refused refused, boolean live) {
    if (refused.line().isEmpty()) {
      return new RoomMessage(
          name,
          entry.position(),
          entry.receivedAt(),
          "?",
          new MessageBody.Unreadable(),
          refused.findings(),
          live);
    }
    TranscriptLine line = refused.line().get();
    MessageCheck.Result result = check.check(place.outside(), line, entry.message());
    return new RoomMessage(
        name,
        entry.position(),
        line.receivedAt(),
        line.sender(),
        result.body(),
        joined(refused.findings(), result.findings()),
        live);
  }

  private static List<TranscriptFinding> joined(
      List<TranscriptFinding> place, List<TranscriptFinding> content) {
    return Stream.concat(place.stream(), content.stream()).toList();
  }

  private static RoomArchive.Kept kept(Entry entry, MessageCheck.Result result) {
    // A payload that is not the line's would make the kept record wrong for good.
    boolean genuine = result.findings().stream().noneMatch(f -> f.fault() == Fault.PAYLOAD_ALTERED);
    return new RoomArchive.Kept(
        entry.position(),
        entry.line(),
        entry.message().filter(any -> genuine).map(SignedMessage::payload));
  }

  /** The newest lines that are kept, checked again. */
  List<RoomMessage> recent(int count) throws ClientException {
    long last = transcript.position();
    return range(Math.max(1, last - count + 1), last);
  }

  /** Those kept lines, checked again. */
  List<RoomMessage> range(long first, long last) throws ClientException {
    if (first > last) {
      return List.of();
    }
    List<RoomMessage> messages = new ArrayList<>();
    MessageCheck.Place then = place();
    try {
      Map<Long, byte[]> payloads = archive.payloads(first, last);
      for (String text : transcript.lines(first, last)) {
        TranscriptLine line = TranscriptLine.parse(text);
        Optional<SignedMessage> message =
            Optional.ofNullable(payloads.get(line.position()))
                .map(payload -> new SignedMessage(payload, line.signatureBytes()));
        MessageCheck.Result result = check.check(then, line, message);
        heard.heard(line.position(), result.body());
        messages.add(message(name, line, result, result.findings(), false));
      }
      return messages;
    } catch (IOException | EvidenceException e) {
      throw new ClientException(
          "the kept transcript of " + name + " cannot be read: " + e.getMessage(),
          "Look into " + archive.folder() + ".",
          e);
    }
  }

  private static RoomMessage message(
      String room,
      TranscriptLine line,
      MessageCheck.Result result,
      List<TranscriptFinding> findings,
      boolean live) {
    return new RoomMessage(
        room, line.position(), line.receivedAt(), line.sender(), result.body(), findings, live);
  }
}
