package org.securechat.server.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.file.OwnerOnly;

/**
 * The file that says whose a folder of contents is: it has an id that the database has, too. Two
 * servers that find the id of their database have one folder.
 */
public final class FolderMark {
  /** What it is called in the folder. */
  public static final String NAME = "securechat-folder";

  private FolderMark() {}

  /**
   * The id in a folder; empty if the folder has none.
   *
   * @throws IOException also if the file has something else in it
   */
  public static Optional<UUID> read(Path folder) throws IOException {
    try {
      String text = Files.readString(folder.resolve(NAME), StandardCharsets.US_ASCII).strip();
      return Optional.of(UUID.fromString(text));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException("its file " + NAME + " has no id in it", e);
    }
  }

  /** Marks a folder, which is made if it is not there. */
  public static void write(Path folder, UUID id) throws IOException {
    OwnerOnly.createFolder(folder);
    OwnerOnly.write(folder.resolve(NAME), (id + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
