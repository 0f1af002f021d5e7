package org.securechat.protocol.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file whose one line is a password, a passphrase or a PIN. */
public final class SecretLine {
  /** The longest such file. */
  public static final int MAX_BYTES = 1024;

  private SecretLine() {}

  /**
   * The line, without the line end that an editor leaves. The caller wipes it.
   *
   * @throws CharacterCodingException if it is not UTF-8
   * @throws IOException if the file cannot be read or is too long; never with its content
   */
  public static char[] read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is too long to hold one secret and nothing else");
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      int end = text.limit();
      if (end > 0 && text.get(end - 1) == '\n') {
        end--;
      }
      if (end > 0 && text.get(end - 1) == '\r') {
        end--;
      }
      char[] line = new char[end];
      text.get(line);
      Arrays.fill(text.array(), '\0');
      return line;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * The same, of a file that only its owner can read.
   *
   * @throws IOException if others can read it, or if it holds nothing, or as {@link #read}
   */
  public static char[] readOwnersOnly(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("there is no passphrase file " + file);
    }
    if (!OwnerOnly.isPrivate(file)) {
      throw new IOException(
          "the passphrase file " + file + " can be read by others: chmod 600 " + file);
    }
    try {
      char[] line = read(file);
      if (line.length == 0) {
        throw new IOException("the passphrase file " + file + " is empty");
      }
      return line;
    } catch (CharacterCodingException e) {
      throw new IOException("the passphrase file " + file + " is not UTF-8 text", e);
    }
  }
}
