package org.securechat.client.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.securechat.protocol.evidence.MemberList;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * What one user received of one room: {@code transcript.txt} with a line for each position, from
 * the first one kept, and {@code payloads.jsonl} with what was said. Both only grow, and several
 * processes may share them: a line is added only once.
 *
 * <p>Only lines that follow from the one before are kept here, so the last of them is a point from
 * which the chain can be verified further. Thread-safe.
 */
public final class RoomArchive {
  private static final String PAYLOAD_START = "{\"position\":";
  private static final int MAX_PAYLOAD_LINE = 65_536;

  private final Path folder;
  private final Path transcript;
  private final Path payloads;

  private RoomArchive(Path folder) {
    this.folder = folder;
    this.transcript = folder.resolve("transcript.txt");
    this.payloads = folder.resolve("payloads.jsonl");
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
    if (!Files.exists(description)) {
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

  /** The lines kept, oldest first; an unfinished last one, which a crash can leave, is dropped. */
  public List<String> lines() throws IOException {
    return Files.exists(transcript) ? finished(transcript) : new ArrayList<>();
  }

  /** The payloads kept of those positions, in order; one that was erased is not among them. */
  public Map<Long, byte[]> payloads(long first, long last) throws IOException {
    Map<Long, byte[]> found = new TreeMap<>();
    if (!Files.exists(payloads)) {
      return found;
    }
    try (var lines = Files.lines(payloads, StandardCharsets.UTF_8)) {
      for (String line : (Iterable<String>) lines::iterator) {
        long position = positionOf(line);
        if (position >= first && position <= last) {
          found.put(position, payloadOf(line));
        }
      }
    } catch (JsonException e) {
      throw new IOException(payloads + " is damaged: " + e.getMessage(), e);
    }
    return found;
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

  private static byte[] payloadOf(String line) throws JsonException {
    ObjectNode entry = Json.parse(line.getBytes(StandardCharsets.UTF_8));
    return Json.base64UpTo(entry, "payload", MAX_PAYLOAD_LINE);
  }

  /** Read without a parser, because most lines are passed over. 0 for what is no line. */
  private static long positionOf(String line) {
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
   * @param entries in order and without a gap, the first at most one after the last one kept
   */
  public void append(List<Kept> entries) throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    try (FolderLock _ = FolderLock.acquire(folder)) {
      long last = lastPosition(repair());
      StringBuilder said = new StringBuilder();
      StringBuilder lines = new StringBuilder();
      for (Kept entry : entries) {
        if (entry.position() <= last) {
          continue;
        }
        lines.append(entry.line()).append('\n');
        if (entry.payload().isPresent()) {
          said.append(PAYLOAD_START).append(entry.position()).append(",\"payload\":\"");
          said.append(Json.base64(entry.payload().get())).append("\"}\n");
        }
      }
      // In this order, so that a line that is there always has its payload.
      add(payloads, said);
      add(transcript, lines);
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

  /** Cuts off an unfinished last line and returns the length of the rest. */
  private long repair() throws IOException {
    for (Path file : List.of(payloads, transcript)) {
      if (Files.exists(file)) {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
          long end = lineStart(content, content.length());
          if (end < content.length()) {
            content.setLength(end);
          }
        }
      }
    }
    return Files.exists(transcript) ? Files.size(transcript) : 0;
  }

  private long lastPosition(long end) throws IOException {
    if (end == 0) {
      return 0;
    }
    try (RandomAccessFile content = new RandomAccessFile(transcript.toFile(), "r")) {
      long start = lineStart(content, end - 1);
      content.seek(start);
      byte[] line = new byte[(int) Math.min(end - start, 32)];
      content.readFully(line);
      String text = new String(line, StandardCharsets.US_ASCII);
      return Long.parseLong(text.substring(0, text.indexOf('|')));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException(transcript + " is damaged at its end", e);
    }
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

  private static List<String> finished(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = start; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lines.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    return lines;
  }
}
