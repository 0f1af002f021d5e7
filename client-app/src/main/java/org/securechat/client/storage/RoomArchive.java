package org.securechat.client.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.securechat.protocol.evidence.MemberList;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;

/**
 * What one user received of one room: {@code transcript.txt} with a line for each position, from
 * the first one kept, and {@code payloads.jsonl} with what was said. Both only grow, and several
 * processes may share them: a line is added only once.
 *
 * <p>Only lines that follow from the one before are kept here, so the last of them is a point from
 * which the chain can be verified further. What a crash, a full disk or a fault of the disk has
 * left behind the first damage is set aside ({@code set-aside.txt}) until the lines have been
 * fetched again and compared with it. Thread-safe.
 */
public final class RoomArchive {
  private static final String PAYLOAD_START = "{\"position\":";
  private static final String PAYLOAD_FIELD = ",\"payload\":\"";
  static final int MAX_PAYLOAD_LINE = 65_536;

  private final Path folder;
  private final Path transcript;
  private final Path payloads;

  /** What was behind damage, until it is known to be in the transcript again. */
  private final Path aside;

  private RoomArchive(Path folder) {
    this.folder = folder;
    this.transcript = folder.resolve("transcript.txt");
    this.payloads = folder.resolve("payloads.jsonl");
    this.aside = folder.resolve("set-aside.txt");
  }

  /**
   * Opens or begins a room's archive.
   *
   * @param account the folder of {@link UserDataFolder#account}
   * @param id the room's id, a lower-case UUID
   */
  public static RoomArchive open(Path account, String id, String name) throws IOException {
    Path rooms = account.resolve("rooms");
    OwnerOnly.createFolder(rooms);
    Path folder = rooms.resolve(id);
    OwnerOnly.createFolder(folder);
    RoomArchive archive = new RoomArchive(folder);
    Path description = folder.resolve("room.json");
    // A disk that was full can have left it empty.
    if (!archive.describes("id", id)) {
      ObjectNode room = Json.object();
      room.put("id", id).put("name", name);
      OwnerOnly.write(description, Json.write(room));
    }
    return archive;
  }

  /** The archive in that folder, for reading. */
  public static RoomArchive at(Path folder) {
    return new RoomArchive(folder.toAbsolutePath().normalize());
  }

  /** The archive of the room with that name, if there is one. */
  public static Optional<RoomArchive> find(Path account, String name) throws IOException {
    Path rooms = account.resolve("rooms");
    if (!Files.isDirectory(rooms)) {
      return Optional.empty();
    }
    try (var folders = Files.newDirectoryStream(rooms)) {
      for (Path folder : folders) {
        RoomArchive archive = new RoomArchive(folder);
        if (archive.describes("name", name)) {
          return Optional.of(archive);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether something is kept of the room with this id. */
  public static boolean isKept(Path account, String id) {
    return Files.isDirectory(account.resolve("rooms").resolve(id));
  }

  /** The archives of all rooms of which something is kept, by name. */
  public static List<RoomArchive> all(Path account) throws IOException {
    Path rooms = account.resolve("rooms");
    SortedMap<String, RoomArchive> byName = new TreeMap<>();
    if (Files.isDirectory(rooms)) {
      try (var folders = Files.newDirectoryStream(rooms)) {
        for (Path folder : folders) {
          RoomArchive archive = new RoomArchive(folder);
          // Two rooms can have had one name, one after the other.
          archive
              .description()
              .ifPresent(room -> byName.put(room.name() + " " + room.id(), archive));
        }
      }
    }
    return List.copyOf(byName.values());
  }

  /** Which room an archive is of. */
  public record Description(String id, String name) {}

  /** Which room this is of; empty if that was lost. */
  public Optional<Description> description() throws IOException {
    Path description = folder.resolve("room.json");
    if (!Files.exists(description)) {
      return Optional.empty();
    }
    try {
      ObjectNode room = Json.parse(Files.readAllBytes(description));
      return Optional.of(
          new Description(
              Json.text(room, "id", folder.getFileName().toString().length()),
              Json.text(room, "name", Names.MAX_ROOM_LENGTH)));
    } catch (JsonException _) {
      return Optional.empty();
    }
  }

  private boolean describes(String field, String value) throws IOException {
    Path description = folder.resolve("room.json");
    if (!Files.exists(description)) {
      return false;
    }
    try {
      return value.equals(
          Json.text(Json.parse(Files.readAllBytes(description)), field, value.length()));
    } catch (JsonException _) {
      return false;
    }
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Where the receipt of that session and extent belongs; made if missing. */
  public Path receiptFolder(String session, long first, long last) throws IOException {
    Path receipts = folder.resolve("receipts");
    OwnerOnly.createFolder(receipts);
    Path one = receipts.resolve(session.substring(0, 16) + "-" + first + "-" + last);
    OwnerOnly.createFolder(one);
    return one;
  }

  /** The folders of all receipts that are kept. */
  public List<Path> receiptFolders() throws IOException {
    Path receipts = folder.resolve("receipts");
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(receipts)) {
      try (var folders = Files.newDirectoryStream(receipts)) {
        folders.forEach(found::add);
      }
    }
    return found;
  }

  /** The lines kept, oldest first, up to the first damage: an unfinished line, garbage, a gap. */
  public List<String> lines() throws IOException {
    return KeptTranscript.read(transcript).lines();
  }

  /** The lines behind the first damage, by their positions, and those that were set aside. */
  public SortedMap<Long, String> linesBehindDamage() throws IOException {
    SortedMap<Long, String> found = KeptTranscript.read(aside).anyLines();
    found.putAll(KeptTranscript.read(transcript).behind());
    return found;
  }

  /** Whether there is anything behind the first damage, or set aside. */
  public boolean isDamaged() throws IOException {
    return Files.exists(aside) || KeptTranscript.read(transcript).rest().length > 0;
  }

  /**
   * Sets aside what is behind the first damage, so that lines can be added again.
   *
   * @return whether there is something set aside, now or from before
   */
  public boolean mend() throws IOException {
    try (FolderLock _ = FolderLock.acquire(folder)) {
      setAside();
      return Files.exists(aside);
    }
  }

  private void setAside() throws IOException {
    KeptTranscript kept = KeptTranscript.read(transcript);
    byte[] rest = kept.rest();
    if (rest.length == 0) {
      return;
    }
    if (!Files.exists(aside)) {
      OwnerOnly.write(aside, new byte[0]);
    }
    // First there, then gone from here: a crash between the two leaves it in both.
    try (FileChannel file = FileChannel.open(aside, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(rest);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      if (rest[rest.length - 1] != '\n') {
        file.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
      file.force(true);
    }
    try (FileChannel file = FileChannel.open(transcript, StandardOpenOption.WRITE)) {
      file.truncate(kept.length());
    }
  }

  /** What was set aside is all in the transcript again. */
  public void dropAside() throws IOException {
    try (FolderLock _ = FolderLock.acquire(folder)) {
      Files.deleteIfExists(aside);
    }
  }

  /**
   * What was set aside contradicts what the server says: it stays, under a name of its own.
   *
   * @return the file
   */
  public Path keepAside() throws IOException {
    try (FolderLock _ = FolderLock.acquire(folder)) {
      setAside();
      Path evidence = folder.resolve("contradicted-" + System.currentTimeMillis() + ".txt");
      return Files.exists(aside) ? Files.move(aside, evidence) : aside;
    }
  }

  /** The payloads kept of those positions, in order; one that was erased is not among them. */
  public Map<Long, byte[]> payloads(long first, long last) throws IOException {
    return payloads(position -> position >= first && position <= last);
  }

  /** The payloads kept of the positions that are wanted, in order. */
  public Map<Long, byte[]> payloads(LongPredicate wanted) throws IOException {
    Map<Long, byte[]> found = new TreeMap<>();
    if (!Files.exists(payloads)) {
      return found;
    }
    try (var lines = Files.lines(payloads, StandardCharsets.ISO_8859_1)) {
      for (String line : (Iterable<String>) lines::iterator) {
        long position = positionOf(line);
        if (position > 0 && wanted.test(position)) {
          payloadOf(line).ifPresent(payload -> found.put(position, payload));
        }
      }
    }
    return found;
  }

  /** All that was said up to that position, to be read in any order. */
  public KeptPayloads openPayloads(long last) throws IOException {
    return KeptPayloads.open(payloads, last);
  }

  /** Whether the file of what was said has a line that is none, and so perhaps lost some. */
  public boolean hasLostPayloads() throws IOException {
    if (!Files.exists(payloads)) {
      return Files.exists(transcript) && Files.size(transcript) > 0;
    }
    try (var lines = Files.lines(payloads, StandardCharsets.ISO_8859_1)) {
      return lines.anyMatch(line -> !isPayload(line));
    }
  }

  /** Without decoding it, because all of them are looked at. */
  private static boolean isPayload(String line) {
    long position = positionOf(line);
    String start = PAYLOAD_START + position + PAYLOAD_FIELD;
    if (position == 0 || !line.startsWith(start)) {
      return false;
    }
    return line.substring(start.length(), line.length() - 2)
        .chars()
        .allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || "+/=".indexOf(c) >= 0));
  }

  /** Leaves out what is no payload, and adds those that were fetched in its place. */
  public void replaceDamagedPayloads(Map<Long, byte[]> more) throws IOException {
    try (FolderLock _ = FolderLock.acquire(folder)) {
      StringBuilder said = new StringBuilder();
      if (Files.exists(payloads)) {
        try (var lines = Files.lines(payloads, StandardCharsets.ISO_8859_1)) {
          lines.filter(RoomArchive::isPayload).forEach(line -> said.append(line).append('\n'));
        }
      }
      more.forEach((position, payload) -> said.append(payloadLine(position, payload)));
      OwnerOnly.write(payloads, said.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static String payloadLine(long position, byte[] payload) {
    return PAYLOAD_START + position + PAYLOAD_FIELD + Json.base64(payload) + "\"}\n";
  }

  /** Who was in the room before a line, as far as the kept lines say; rising. */
  public List<String> membersBefore(long first) throws IOException {
    MemberList members = new MemberList();
    if (first > 1) {
      List<String> lines = lines();
      Map<Long, byte[]> said = payloads(1, first - 1);
      said.forEach((position, payload) -> {
        if (lines.get((int) (position - 1)).contains("|" + TranscriptLine.SERVER + "|")) {
          members.take(payload);
        }
      });
    }
    return members.names();
  }

  /** Empty for what a fault of the disk has left: it is as good as not kept. */
  static Optional<byte[]> payloadOf(String line) {
    try {
      ObjectNode entry = Json.parse(line.getBytes(StandardCharsets.ISO_8859_1));
      return Optional.of(Json.base64UpTo(entry, "payload", MAX_PAYLOAD_LINE));
    } catch (JsonException _) {
      return Optional.empty();
    }
  }

  /** Read without a parser, because most lines are passed over. 0 for what is no line. */
  static long positionOf(String line) {
    int end = line.indexOf(',');
    // A crash can cut a line short; its transcript line was never written.
    if (!line.startsWith(PAYLOAD_START) || end < 0 || !line.endsWith("\"}")) {
      return 0;
    }
    try {
      return Long.parseLong(line.substring(PAYLOAD_START.length(), end));
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /**
   * A line and what was said.
   *
   * @param position of the line
   * @param payload empty once it has been erased
   */
  public record Kept(long position, String line, Optional<byte[]> payload) {}

  /**
   * Keeps lines and what was said, unless they are kept already.
   *
   * @param entries in order and without a gap
   * @return empty if they are kept; otherwise the last position that is, and nothing was added,
   *     since lines are missing between it and the first of these
   */
  public OptionalLong append(List<Kept> entries) throws IOException {
    if (entries.isEmpty()) {
      return OptionalLong.empty();
    }
    try (FolderLock _ = FolderLock.acquire(folder)) {
      cutUnfinished(payloads);
      long last = lastPosition();
      if (entries.getFirst().position() > last + 1) {
        return OptionalLong.of(last);
      }
      StringBuilder said = new StringBuilder();
      StringBuilder lines = new StringBuilder();
      for (Kept entry : entries) {
        if (entry.position() <= last) {
          continue;
        }
        lines.append(entry.line()).append('\n');
        if (entry.payload().isPresent()) {
          said.append(payloadLine(entry.position(), entry.payload().get()));
        }
      }
      // In this order, so that a line that is there always has its payload.
      add(payloads, said);
      add(transcript, lines);
      return OptionalLong.empty();
    }
  }

  private static void add(Path file, CharSequence text) throws IOException {
    if (text.length() == 0) {
      return;
    }
    if (!Files.exists(file)) {
      OwnerOnly.write(file, new byte[0]);
    }
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  /** Cuts off what a crash or a full disk has left of a last line. */
  private static void cutUnfinished(Path file) throws IOException {
    if (Files.exists(file)) {
      try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
        long end = lineStart(content, content.length());
        if (end < content.length()) {
          content.setLength(end);
        }
      }
    }
  }

  /** Of the last line, which is looked at alone: all of them are when the room is opened. */
  private long lastPosition() throws IOException {
    cutUnfinished(transcript);
    if (!Files.exists(transcript) || Files.size(transcript) == 0) {
      return 0;
    }
    try (RandomAccessFile content = new RandomAccessFile(transcript.toFile(), "r")) {
      long end = content.length();
      long start = lineStart(content, end - 1);
      byte[] line = new byte[(int) Math.min(end - 1 - start, KeptTranscript.MAX_LINE)];
      content.seek(start);
      content.readFully(line);
      Optional<TranscriptLine> last = KeptTranscript.line(line, 0, line.length);
      if (last.isPresent()) {
        return last.get().position();
      }
    }
    setAside();
    return KeptTranscript.read(transcript).lines().size();
  }

  /** The place after the last line end before {@code end}. */
  private static long lineStart(RandomAccessFile content, long end) throws IOException {
    byte[] block = new byte[4096];
    long place = end;
    while (place > 0) {
      int length = (int) Math.min(block.length, place);
      content.seek(place - length);
      content.readFully(block, 0, length);
      for (int i = length - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return place - length + i + 1;
        }
      }
      place -= length;
    }
    return 0;
  }
}
