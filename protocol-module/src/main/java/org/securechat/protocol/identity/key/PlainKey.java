package org.securechat.protocol.identity.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Optional;
import java.util.function.BiFunction;
import org.securechat.protocol.crypto.HeldKey;
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
      PrivateKey key =
          KeyFile.read(file, Passphrase.in(passphrase), Providers.bouncyCastle()).key();
      if (key instanceof HeldKey) {
        throw new KeyFileException(
            file,
            "names a key on a token, which the administration's listener cannot use",
            "Keep the server's key in a file; the receipt key can be on a token.");
      }
      return key.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
