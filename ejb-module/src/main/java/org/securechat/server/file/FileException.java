package org.securechat.server.file;

import java.util.Objects;
import org.securechat.server.DomainException;

/** A file that is not taken, or not given. */
public final class FileException extends DomainException {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  public enum Reason {
    /** There is no such file in the room, or not all of it. */
    NO_SUCH_FILE,
    /** It is longer than files may be. */
    TOO_LONG,
    /** The user has brought as much as one user may. */
    USER_FULL,
    /** The room holds as much as one room may. */
    ROOM_FULL,
    /** The server holds as much as it may. */
    SERVER_FULL,
    /** What was brought has not the hash, or the size, that was said. */
    OTHER_CONTENT,
    /** What examines files has found something. */
    INFECTED,
    /** What examines files has failed, so that nobody knows. */
    NOT_EXAMINED,
    /** This server takes no files. */
    NOT_TAKEN,
    /** The folder cannot be read or written. */
    FAILED
  }

  private final Reason reason;

  /**
   * @param message for the log: no name of a file
   */
  public FileException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  public Reason reason() {
    return reason;
  }
}
