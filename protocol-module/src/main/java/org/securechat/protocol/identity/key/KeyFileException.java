package org.securechat.protocol.identity.key;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that gives no key that can be used: what was found in it, and what to do. Never says
 * anything of the key or the passphrase.
 */
public final class KeyFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Which kinds of key can be used and how they may be written. */
  public static final String UNDERSTOOD =
      "Understood are keys of the kinds Ed25519, P-256, P-384 and RSA (2048 to 8192 bits) in a PEM"
          + " file (PKCS#8, encrypted or not, PKCS#1, SEC1) or in a PKCS#12 file.";

  private final String remedy;

  KeyFileException(Path file, String found, String remedy) {
    super(file + " " + found);
    this.remedy = Objects.requireNonNull(remedy, "remedy");
  }

  /** What the owner of the file can do: a sentence or more. */
  public String remedy() {
    return remedy;
  }
}
