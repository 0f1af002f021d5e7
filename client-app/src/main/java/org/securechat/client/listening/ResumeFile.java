package org.securechat.client.listening;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.json.JsonException;

/**
 * The file that a {@link ResumePoint} is kept in, readable by its owner alone. It is replaced as a
 * whole: whoever is killed leaves the old content or the new one.
 */
public final class ResumeFile {
  private static final int MAX_LENGTH = 4_096;

  private final Path file;

  /** The file need not be there yet; its folder must be. */
  public ResumeFile(Path file) {
    this.file = file;
  }

  /**
   * What is kept.
   *
   * @return empty if there is no such file
   * @throws ClientException if it is a file of something else, cannot be read, or could not be
   *     written
   */
  public Optional<ResumePoint> read() throws ClientException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new ClientException(
          "--resume " + file + " cannot be written into " + folder,
          "Name a file in a folder that is there and that you may write to.");
    }
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_LENGTH) {
        throw notOurs("it is no such file", null);
      }
      return Optional.of(ResumePoint.read(Files.readAllBytes(file)));
    } catch (JsonException e) {
      throw notOurs(e.getMessage(), e);
    } catch (IOException e) {
      throw new ClientException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private ClientException notOurs(String why, Exception cause) {
    return new ClientException(
        file + " does not say up to where a room was listened to: " + why,
        "Name the file of an earlier --resume, or one that is not there yet.",
        cause);
  }

  /** Keeps a point in place of the one before. */
  public void write(ResumePoint point) throws ClientException {
    try {
      OwnerOnly.write(file, point.write());
    } catch (IOException e) {
      throw new ClientException(
          "the position cannot be kept in " + file + ": " + e.getMessage(),
          "What was printed last will be printed once more.",
          e);
    }
  }

  /**
   * Refuses to go on in a room in which the point is not.
   *
   * @param name the room's name
   * @param id the room's id
   * @param chain the chain value at the point's position; empty if there is no such line
   */
  public void insist(ResumePoint point, String name, String id, Optional<String> chain)
      throws ClientException {
    insistOnName(point, name);
    if (!point.id().equals(id)) {
      throw new ClientException(
          "room " + name + " is not the room that " + file + " is of, but one of the same name",
          "Is it the same server? Name another file to begin with this room.");
    }
    if (!chain.equals(Optional.of(point.chain()))) {
      String what =
          chain.isPresent()
              ? "line " + point.position() + " of " + name + " is not the one that was printed"
              : name + " has no line " + point.position() + ", which was printed";
      throw new ClientException(
          what + ", as " + file + " says: the record was changed, or it is another server",
          "Compare your record with what others have: 'securechat verify --against'.");
    }
  }

  /** As {@link #insist}, as far as it can be told before the server is asked. */
  public void insistOnName(ResumePoint point, String name) throws ClientException {
    if (!point.room().equals(name)) {
      throw new ClientException(
          file + " is of room " + point.room() + ", not of " + name,
          "Each room needs a file of its own.");
    }
  }
}
