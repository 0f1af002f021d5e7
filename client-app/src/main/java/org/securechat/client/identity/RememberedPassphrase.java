package org.securechat.client.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.securechat.protocol.identity.key.Passphrase;

/**
 * Asks once for what several keys or several uses of one key need: a person does not type a
 * passphrase twice because a certificate is renewed, and the new key gets that of the old one.
 * Closing it wipes what was remembered. For one thread.
 */
public final class RememberedPassphrase implements Passphrase, AutoCloseable {
  private final Passphrase source;
  private char[] last;

  /** Remembers what that source says. */
  public RememberedPassphrase(Passphrase source) {
    this.source = source;
  }

  @Override
  public Optional<char[]> get(Path file, int attempt) throws IOException {
    if (attempt == 0 && last != null) {
      return Optional.of(last.clone());
    }
    Optional<char[]> given = source.get(file, attempt);
    given.ifPresent(this::remember);
    return given;
  }

  /**
   * Remembers what was chosen elsewhere.
   *
   * @return the same, which stays the caller's to wipe
   */
  public char[] remember(char[] chosen) {
    close();
    last = chosen.clone();
    return chosen;
  }

  /** What was given last, if a passphrase was asked for at all; the caller wipes it. */
  public Optional<char[]> last() {
    return Optional.ofNullable(last).map(char[]::clone);
  }

  @Override
  public void close() {
    if (last != null) {
      Arrays.fill(last, '\0');
      last = null;
    }
  }

  @Override
  public String toString() {
    return "RememberedPassphrase";
  }
}
