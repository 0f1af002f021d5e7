package org.securechat.client.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.MessageContent;

/** The files that lines of a followed room name. */
public final class SharedFiles {
  private static final int PAGE = 500;

  private SharedFiles() {}

  /** What a line says of a file; empty if it names none. */
  public static Optional<FileInfo> in(RoomMessage line) {
    return line.body() instanceof MessageBody.Said said
            && said.content() instanceof MessageContent.SharedFile shared
        ? Optional.of(shared.file())
        : Optional.empty();
  }

  /** All lines that name a file and are not erased, in their order. */
  public static List<RoomMessage> all(ChatSession session, String room) throws ClientException {
    return all(session, room, 1, session.head(room).position());
  }

  /** As {@link #all(ChatSession, String)}, of these lines. */
  static List<RoomMessage> all(ChatSession session, String room, long first, long last)
      throws ClientException {
    List<RoomMessage> found = new ArrayList<>();
    for (long from = first; from <= last; from += PAGE) {
      session.range(room, from, Math.min(last, from + PAGE - 1)).stream()
          .filter(line -> in(line).isPresent())
          .forEach(found::add);
    }
    return found;
  }

  /**
   * The file that a line names.
   *
   * @throws ClientException if it names none, or does not hold
   */
  public static FileInfo at(ChatSession session, String room, long position)
      throws ClientException {
    RoomMessage line =
        session.range(room, position, position).stream()
            .findFirst()
            .orElseThrow(() -> new ClientException("there is no line " + position + " in " + room));
    if (!line.verified()) {
      // Its hash is what the content is compared with.
      throw new ClientException(
          "line " + position + " of " + room + " does not hold: " + line.reasons(),
          "What it names is not fetched.");
    }
    return in(line)
        .orElseThrow(() ->
            new ClientException(
                "line " + position + " of " + room + " names no file",
                "'securechat files' lists those that do."));
  }
}
