package org.securechat.client.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.securechat.client.ClientException;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.file.OwnerOnly;

/** The contents of the files that some lines of a room name, for a bundle. */
public final class RecordContents {
  /** Bytes of all contents that one bundle gets: it is held in memory. */
  public static final long MAX_TOTAL = 256L << 20;

  private RecordContents() {}

  /**
   * Gets the contents, each once.
   *
   * @param missing is told of each file that the server does not give
   * @throws ClientException if they are more than {@link #MAX_TOTAL}
   */
  public static List<byte[]> of(
      ChatSession session, String room, long first, long last, Consumer<FileInfo> missing)
      throws ClientException {
    Map<String, FileInfo> wanted = new LinkedHashMap<>();
    for (RoomMessage line : SharedFiles.all(session, room, first, last)) {
      if (line.verified()) {
        SharedFiles.in(line).ifPresent(file -> wanted.putIfAbsent(file.sha256(), file));
      }
    }
    long total = wanted.values().stream().mapToLong(FileInfo::size).sum();
    if (total > MAX_TOTAL) {
      throw new ClientException(
          "the files of these lines have " + FileInfo.shown(total) + ", which is too much",
          "Take fewer lines by --since and --until, or leave out --with-files.");
    }
    try {
      Path folder =
          OwnerOnly.createTemporaryFolder(
              Path.of(System.getProperty("java.io.tmpdir")), "securechat-files-");
      try {
        return get(session, room, List.copyOf(wanted.values()), folder, missing);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new ClientException("the files cannot be kept for a moment: " + e.getMessage(), e);
    }
  }

  private static List<byte[]> get(
      ChatSession session,
      String room,
      List<FileInfo> files,
      Path folder,
      Consumer<FileInfo> missing)
      throws IOException, ClientException {
    Stream.Builder<byte[]> contents = Stream.builder();
    for (FileInfo file : files) {
      try {
        Path path = new FileDownload(session, room, file, folder, TransferProgress.SILENT).run();
        contents.add(Files.readAllBytes(path));
        Files.delete(path);
      } catch (RequestRefusedException e) {
        if (e.error() != ErrorCode.NO_SUCH_FILE) {
          throw e;
        }
        missing.accept(file);
      }
    }
    return contents.build().toList();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
