package org.securechat.protocol.handshake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.securechat.protocol.file.OwnerOnly;

/**
 * Writes traffic secrets to a file in the NSS key log format, for debugging with a network
 * analyser. The file opens the traffic: keep it secret. Thread-safe.
 */
public final class KeyLogFile implements Consumer<String> {
  private final Path file;

  private KeyLogFile(Path file) {
    this.file = file;
  }

  /**
   * Opens a key log.
   *
   * @param file is made, for the owner alone, if it is not there; otherwise lines are added
   * @throws IOException if it cannot be made or written to
   */
  public static KeyLogFile open(Path file) throws IOException {
    try {
      OwnerOnly.prepareAppending(file);
    } catch (FileSystemException e) {
      throw new IOException(file + " cannot be written to", e);
    }
    return new KeyLogFile(file);
  }

  @Override
  public synchronized void accept(String line) {
    try {
      Files.writeString(file, line + "\n", StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "KeyLogFile[" + file + "]";
  }
}
