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
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * What one user received of one room: {@code transcript.txt} with a line for each position, from
 * the first one kept, and {@code payloads.jsonl} with what was said. Both only grow, and several
 * processes may share them: a line is added once, whoever comes first.
 *
 * <p>Only lines that follow from the one before are kept here, so the last of them is a point from
 * which the chain can be verified further. Thread-safe.
 */
public final class RoomArchive {
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
   * @param account the folder of {@link DataFolder#account}
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
    } catch (JsonException other) {
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
        try {
          ObjectNode entry = Json.parse(line.getBytes(StandardCharsets.UTF_8));
          long position = Json.number(entry, "position", 1, Long.MAX_VALUE);
          if (position >= first && position <= last) {
            found.put(position, Json.base64UpTo(entry, "payload", MAX_PAYLOAD_LINE));
          }
        } catch (JsonException torn) {
          // The line that a crash cut short; its transcript line was never written.
          continue;
        }
      }
    }
    return found;
  }

  /**
   * Keeps a line and what was said, unless it is kept already.
   *
   * @param position of the line; the next one, or the first of an empty archive
   * @return whether this call added it
   */
  public boolean append(long position, String line, Optional<byte[]> payload) throws IOException {
    try (FolderLock lock = FolderLock.acquire(folder)) {
      long end = repair();
      if (lastPosition(end) >= position) {
        return false;
      }
      if (payload.isPresent()) {
        ObjectNode entry = Json.object();
        entry.put("position", position).put("payload", Json.base64(payload.get()));
        add(payloads, new String(Json.write(entry), StandardCharsets.UTF_8));
      }
      add(transcript, line);
      return true;
    }
  }

  private static void add(Path file, String line) throws IOException {
    if (!Files.exists(file)) {
      OwnerOnly.write(file, new byte[0]);
    }
    Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
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
    } catch (IndexOutOfBoundsException | NumberFormatException damaged) {
      throw new IOException(transcript + " is damaged at its end", damaged);
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
