package org.securechat.protocol.identity.key;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.securechat.protocol.file.SecretLine;

/** Where the passphrase of an encrypted key, or the PIN of a token, comes from. */
@FunctionalInterface
public interface Passphrase {
  /**
   * The passphrase; the caller wipes it.
   *
   * @param file the key that it opens
   * @param attempt from 0; higher after one that was wrong
   * @return empty if there is none, or no other
   * @throws IOException if it cannot be read
   */
  Optional<char[]> get(Path file, int attempt) throws IOException;

  /** There is none: only keys that are not encrypted can be used. */
  static Passphrase none() {
    return (_, _) -> Optional.empty();
  }

  /** The one line of a file that only its owner can read. */
  static Passphrase inFile(Path secret) {
    return (_, attempt) ->
        attempt == 0 ? Optional.of(SecretLine.readOwnersOnly(secret)) : Optional.empty();
  }

  /** As {@link #inFile} if a file is named, otherwise {@link #none}. */
  static Passphrase in(Optional<Path> secret) {
    return secret.map(Passphrase::inFile).orElseGet(Passphrase::none);
  }
}
