package org.securechat.protocol.identity.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.crypto.Providers;

/**
 * Reads a private key from a file, by what is in it and not by its name. Where a file holds a URI
 * {@code pkcs11:…} (RFC 7512), or its name is one, the key stays on the token. Thread-safe.
 *
 * <p>What is read of the file is wiped; what parsers copy is left to the garbage collector.
 */
public final class KeyFile {
  /** Bytes of the longest file: a PKCS#12 file with a long chain has some ten thousand. */
  static final int MAX_BYTES = 256 * 1024;

  /** How often somebody who sits at a terminal may mistype a passphrase. */
  private static final int MAX_ATTEMPTS = 3;

  private KeyFile() {}

  /**
   * The key, with the chain that the file has beside it.
   *
   * @param passphrase asked if the key is encrypted
   * @throws KeyFileException saying what was found in place of a key that can be used
   * @throws IOException if the file or the passphrase cannot be read
   */
  public static FoundKey read(Path file, Passphrase passphrase) throws IOException {
    return read(file, passphrase, Providers::keyFactory);
  }

  /** The same, for use with that provider. */
  public static FoundKey read(Path file, Passphrase passphrase, Provider provider)
      throws IOException {
    return read(file, passphrase, algorithm -> KeyFactory.getInstance(algorithm, provider));
  }

  private static FoundKey read(Path file, Passphrase passphrase, KeyDecoding.Factories factories)
      throws IOException {
    if (isToken(file)) {
      return Token.read(file, TokenUri.parse(file, file.toString()), passphrase);
    }
    byte[] content = content(file);
    try {
      String text = new String(content, StandardCharsets.ISO_8859_1);
      if (TokenUri.is(text)) {
        return Token.read(file, TokenUri.parse(file, text), passphrase);
      }
      return KeyPem.isPem(content)
          ? new FoundKey(
              KeyDecoding.decode(file, KeyPem.read(file, content, passphrase), factories),
              List.of())
          : KeyBinary.read(file, content, passphrase, factories);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** Whether it names a key on a token by its URI (RFC 7512), and no file. */
  public static boolean isToken(Path file) {
    return TokenUri.is(file.toString());
  }

  private static byte[] content(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new KeyFileException(
          file, "is too long to hold a key", "Name the file of the key itself.");
    }
    return Files.readAllBytes(file);
  }

  /** Tries to open something; empty if the passphrase is not the right one. */
  @FunctionalInterface
  interface Opening<T> {
    Optional<T> by(char[] passphrase) throws IOException;
  }

  /** Opens something by the passphrase, which is asked for again while it is wrong. */
  static <T> T open(Path file, String kind, Passphrase passphrase, Opening<T> opening)
      throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<char[]> given = passphrase.get(file, attempt);
      if (given.isEmpty() && attempt == 0) {
        throw new KeyFileException(
            file,
            "is " + kind + ", and there is no passphrase for it",
            "Write the passphrase into a file that only you can read and name it: with"
                + " --passphrase-file FILE, for a server with the setting"
                + " securechat.key.passphrase-file.");
      }
      if (given.isEmpty()) {
        break;
      }
      try {
        Optional<T> opened = opening.by(given.get());
        if (opened.isPresent()) {
          return opened.get();
        }
      } finally {
        Arrays.fill(given.get(), '\0');
      }
    }
    throw new KeyFileException(
        file, "is " + kind + ", and the passphrase is wrong", "Check the passphrase.");
  }
}
