package org.securechat.server.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.securechat.protocol.application.Answer.FileAnswer;
import org.securechat.protocol.application.Answer.FileOffsetAnswer;
import org.securechat.protocol.application.Answer.FileStateAnswer;
import org.securechat.protocol.application.Request;
import org.securechat.server.DomainException;
import org.securechat.server.file.FileException;
import org.securechat.server.file.FileKey;
import org.securechat.server.file.FilePart;
import org.securechat.server.file.FileStore;
import org.securechat.server.file.UploadChecks;
import org.securechat.server.room.Blocks;
import org.securechat.server.room.OpenRooms;

/**
 * Contents of files that members bring into their rooms, and get from there (PROTOCOL.md 7.5.1).
 * Whoever may write a message may bring a file, and whoever may read the record may get it.
 */
@ApplicationScoped
public class RoomFiles {
  private final FileStore store;
  private final UploadChecks checks;
  private final RoomQueries rooms;
  private final OpenRooms open;
  private final Blocks blocks;

  /** For the container's proxy. */
  public RoomFiles() {
    this(null, null, null, null, null);
  }

  @Inject
  public RoomFiles(
      FileStore store, UploadChecks checks, RoomQueries rooms, OpenRooms open, Blocks blocks) {
    this.store = store;
    this.checks = checks;
    this.rooms = rooms;
    this.open = open;
    this.blocks = blocks;
  }

  /**
   * Begins to bring a file, or goes on.
   *
   * @throws DomainException if the user may not write to the room
   * @throws FileException if the file is too long, or exceeds a quota
   */
  public FileOffsetAnswer begin(UserSession session, Request.FileBegin request) {
    return new FileOffsetAnswer(
        store.begin(session.userId(), writable(session, request), request.size()));
  }

  /**
   * Takes a part.
   *
   * @throws FileException {@code NO_SUCH_FILE} unless it was begun
   */
  public FileOffsetAnswer part(UserSession session, Request.FilePart request) {
    return new FileOffsetAnswer(
        store.part(session.userId(), writable(session, request), request.offset(), request.part()));
  }

  /**
   * Has a file examined that was brought.
   *
   * @throws FileException if it is refused, or not all of it is there
   */
  public FileStateAnswer end(UserSession session, Request.FileEnd request) {
    FileKey key = writable(session, request);
    return new FileStateAnswer(
        checks.end(session.userId(), session.userName(), key, request.room()));
  }

  private FileKey writable(UserSession session, Request.FileRequest request) {
    UUID room = rooms.writable(session, request.room());
    open.require(room);
    blocks.require(request.room(), session.user());
    return new FileKey(room, request.sha256());
  }

  /**
   * A part of a file that a line of the room names.
   *
   * @throws FileException {@code NO_SUCH_FILE} if there is none
   */
  public FileAnswer content(UserSession session, Request.FileContent request) {
    FileKey key = new FileKey(rooms.readable(session, request.room()), request.sha256());
    FilePart part = store.read(key, request.offset(), Request.FilePart.MAX_PART);
    return new FileAnswer(part.size(), part.bytes());
  }
}
