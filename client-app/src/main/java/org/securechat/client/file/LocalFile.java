package org.securechat.client.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.securechat.client.ClientException;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.FileInfo;

/**
 * A file of the user's that is to be sent. Immutable; the file itself may change, which the hash
 * shows.
 *
 * @param info as others will read it
 */
public record LocalFile(Path path, FileInfo info) {
  private static final int BUFFER = 1 << 16;

  /**
   * Reads a file through.
   *
   * @throws ClientException if it is no plain file, or cannot be read
   */
  public static LocalFile read(Path path) throws ClientException {
    if (!Files.exists(path)) {
      throw new ClientException("there is no file " + path);
    }
    if (!Files.isRegularFile(path)) {
      throw new ClientException(
          path + " is no plain file", "Pack a folder into one file, such as a zip.");
    }
    MessageDigest digest = Digests.fresh();
    long size = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(path)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        size += read;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    String name = FileNames.sent(String.valueOf(path.getFileName()));
    return new LocalFile(
        path, new FileInfo(name, size, mediaType(path), HexFormat.of().formatHex(digest.digest())));
  }

  /** By the name alone, as the system knows it; nobody relies on it. */
  private static String mediaType(Path path) {
    try {
      String type = String.valueOf(Files.probeContentType(path)).toLowerCase(Locale.ROOT);
      return FileInfo.isMediaType(type) ? type : FileInfo.ANY_TYPE;
    } catch (IOException _) {
      return FileInfo.ANY_TYPE;
    }
  }

  /**
   * Some bytes from an offset on, fewer at the end.
   *
   * @throws ClientException also if the file has become shorter
   */
  byte[] part(long offset, int length) throws ClientException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
        // It reads on.
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (bytes.position() == 0) {
      throw new ClientException(path + " has become shorter while it was sent", "Send it again.");
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static ClientException unreadable(Path path, IOException e) {
    return new ClientException(path + " cannot be read: " + e.getMessage(), e);
  }
}
