package org.securechat.client.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.storage.RoomArchive;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * Keeps a room's lines on a disk that can be full or damaged. What is missing is fetched from the
 * server and verified on both sides: it has to continue the chain of the lines before, and the
 * lines behind the damage and the kept receipts have to agree with it. What does not agree is no
 * damage but a contradiction. Confined to the session's thread.
 */
final class ArchiveRepair {
  private static final int PAGE = 500;

  private final String room;
  private final RoomArchive archive;
  private final RoomTranscript transcript;
  private final SessionListener listener;

  /** Lines behind the damage that have not been compared yet. */
  private SortedMap<Long, String> behind = new TreeMap<>();

  private boolean damaged;
  private boolean payloadsDamaged;
  private boolean contradicted;
  private long wholeUpTo;

  /** Whether the last lines could not be kept, which is said once. */
  private boolean failing;

  ArchiveRepair(
      String room, RoomArchive archive, RoomTranscript transcript, SessionListener listener) {
    this.room = room;
    this.archive = archive;
    this.transcript = transcript;
    this.listener = listener;
  }

  /** After the undamaged lines were restored. */
  void begin() throws IOException {
    try {
      damaged = archive.mend();
    } catch (IOException e) {
      damaged = archive.isDamaged();
      cannotKeep(e);
    }
    payloadsDamaged = archive.hasLostPayloads();
    behind = archive.linesBehindDamage();
    wholeUpTo = transcript.position();
    // A line that stands in both, whole, was set aside by a crash between two steps.
    behind
        .headMap(wholeUpTo + 1)
        .entrySet()
        .removeIf(e -> transcript.lines(e.getKey(), e.getKey()).getFirst().equals(e.getValue()));
  }

  /** The last line that is or was kept. */
  long furthest() {
    return behind.isEmpty() ? 0 : behind.lastKey();
  }

  /** Whether everything that was verified is kept, with what was said. */
  boolean isWhole() {
    return !failing && !damaged && !payloadsDamaged;
  }

  /** Whether a verified line differs from the one that was kept behind the damage. */
  boolean contradicts(long position, String line) {
    String kept = behind.remove(position);
    boolean differs = kept != null && !kept.equals(line);
    // The lines behind it differ as well then; one alarm says it.
    if (differs && !contradicted) {
      contradicted = true;
      listener.alarm(
          room, new TranscriptFinding(Fault.CHANGED_LATER, "line " + position + ", kept damaged"));
    }
    return differs;
  }

  /**
   * After the missing lines were fetched.
   *
   * @return whether a receipt that is kept says something else than they do
   */
  boolean finish(ChatConnection connection) throws ClientException {
    boolean otherReceipt = false;
    try {
      fetchPayloads(connection);
      if (damaged && behind.isEmpty()) {
        otherReceipt = receiptDiffers();
        conclude(contradicted || otherReceipt);
        damaged = false;
        contradicted = false;
      }
    } catch (IOException e) {
      cannotKeep(e);
    }
    return otherReceipt;
  }

  private void conclude(boolean evidence) throws IOException {
    if (evidence) {
      Path kept = archive.keepAside();
      listener.trouble(
          new ClientException(
              "what was kept of " + room + " behind the damage is not what the server says now",
              "Keep " + kept + ": it is evidence."));
      return;
    }
    archive.dropAside();
    long fetched = transcript.position() - wholeUpTo;
    listener.repaired(
        room,
        "what was kept was damaged behind line "
            + wholeUpTo
            + "; "
            + fetched
            + " lines were fetched and agree with it");
  }

  /** A receipt's chain value, signed by the server, is the other end of what was fetched. */
  private boolean receiptDiffers() throws IOException {
    boolean differs = false;
    for (Path folder : archive.receiptFolders()) {
      Path file = folder.resolve("receipt.json");
      if (Files.exists(file)) {
        try {
          Receipt receipt = Receipt.parse(Files.readAllBytes(file));
          boolean same =
              transcript.chainAt(receipt.last()).map(receipt.chain()::equals).orElse(true);
          if (!same) {
            differs = true;
            listener.alarm(
                room,
                new TranscriptFinding(
                    Fault.CHAIN_BROKEN, "at line " + receipt.last() + " of a kept receipt"));
          }
        } catch (EvidenceException _) {
          // Not a receipt: it says nothing.
        }
      }
    }
    return differs;
  }

  /** Keeps lines that were verified; what could not be kept before is fetched once more. */
  void keep(ChatConnection connection, List<RoomArchive.Kept> kept) throws ClientException {
    try {
      OptionalLong last = archive.append(kept);
      while (last.isPresent()) {
        List<RoomArchive.Kept> missing =
            fetch(connection, last.getAsLong(), kept.getFirst().position() - 1);
        if (missing.isEmpty() || archive.append(missing).isPresent()) {
          return; // Another time: the server does not give them, or another process is at it.
        }
        last = archive.append(kept);
      }
      if (failing && !kept.isEmpty()) {
        failing = false;
        listener.repaired(
            room, "lines can be kept again, and those that were missing were fetched");
      }
    } catch (IOException e) {
      cannotKeep(e);
    }
  }

  private void cannotKeep(IOException fault) {
    if (!failing) {
      failing = true;
      listener.trouble(
          new ClientException(
              "the transcript of "
                  + room
                  + " cannot be kept in "
                  + archive.folder()
                  + ": "
                  + fault.getMessage(),
              "Make room on the disk; what is missing is fetched then.",
              fault));
    }
  }

  /** Lines that are verified and not kept, with what was said. */
  private List<RoomArchive.Kept> fetch(ChatConnection connection, long after, long last)
      throws ClientException {
    List<RoomArchive.Kept> missing = new ArrayList<>();
    for (Entry entry : page(connection, after)) {
      long position = entry.position();
      boolean next = position == after + missing.size() + 1 && position <= last;
      if (!next || !transcript.lines(position, position).getFirst().equals(entry.line())) {
        break;
      }
      missing.add(
          new RoomArchive.Kept(position, entry.line(), genuine(entry).map(SignedMessage::payload)));
    }
    return missing;
  }

  private List<Entry> page(ChatConnection connection, long after) throws ClientException {
    return connection
        .ask(id -> new Request.History(id, room, after, PAGE), Answer.HistoryAnswer.class)
        .entries();
  }

  private static Optional<SignedMessage> genuine(Entry entry) {
    try {
      String hash = TranscriptLine.parse(entry.line()).payloadSha256();
      return entry.message().filter(said -> said.payloadSha256().equals(hash));
    } catch (EvidenceException _) {
      return Optional.empty();
    }
  }

  /** Only if there is damage: a payload that is not there has usually been erased. */
  private void fetchPayloads(ChatConnection connection) throws IOException, ClientException {
    if (!payloadsDamaged) {
      return;
    }
    Map<Long, byte[]> found = new TreeMap<>();
    Map<Long, byte[]> there = archive.payloads(1, transcript.position());
    long after = 0;
    while (after < transcript.position()) {
      List<Entry> entries = page(connection, after);
      if (entries.isEmpty()) {
        break;
      }
      for (Entry entry : entries) {
        long position = entry.position();
        boolean ours =
            position <= transcript.position()
                && transcript.lines(position, position).getFirst().equals(entry.line());
        if (ours && !there.containsKey(position)) {
          genuine(entry).ifPresent(said -> found.put(position, said.payload()));
        }
      }
      after = Math.max(after + 1, entries.getLast().position());
    }
    archive.replaceDamagedPayloads(found);
    payloadsDamaged = false;
    if (!found.isEmpty()) {
      listener.repaired(
          room, found.size() + " messages whose words were lost here were fetched again");
    }
  }
}
