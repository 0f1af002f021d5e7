package org.securechat.client.command.pki;

import java.util.Arrays;
import org.securechat.client.ClientException;

/** Asks once for a password that a server may want several times; closing it wipes it. */
final class RememberedPassword implements AutoCloseable {
  private final Source source;
  private char[] password;

  /** Where it comes from. */
  @FunctionalInterface
  interface Source {
    char[] ask() throws ClientException;
  }

  RememberedPassword(Source source) {
    this.source = source;
  }

  /** A copy, which the caller wipes. */
  char[] get() throws ClientException {
    if (password == null) {
      password = source.ask();
    }
    return password.clone();
  }

  @Override
  public void close() {
    if (password != null) {
      Arrays.fill(password, '\0');
      password = null;
    }
  }
}
