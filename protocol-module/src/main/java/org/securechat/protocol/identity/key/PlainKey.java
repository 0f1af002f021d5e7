package org.securechat.protocol.identity.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import org.securechat.protocol.crypto.Providers;

/**
 * A key's file and that of its passphrase, if it has one, to the PKCS#8 encoding: spoken to in
 * types of the JDK, for the launcher, which loads this class apart from its own. The caller wipes
 * the result.
 */
public final class PlainKey implements BiFunction<Path, Optional<Path>, byte[]> {
  /** Reads the key; an {@link UncheckedIOException} says why it cannot be read. */
  @Override
  public byte[] apply(Path file, Optional<Path> passphrase) {
    try {
      return KeyFile.read(file, Passphrase.in(passphrase), Providers.bouncyCastle())
          .key()
          .getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
