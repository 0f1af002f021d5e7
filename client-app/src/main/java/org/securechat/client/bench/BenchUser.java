package org.securechat.client.bench;

import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;

/**
 * A user who exists for the load. There is no password: the login key is random, because deriving
 * one is work of the client and would be measured with the server's.
 */
final class BenchUser {
  /** What the account says of how its key was derived. */
  static final KdfParameters PARAMETERS = KdfParameters.DEFAULT;

  private final String name;
  private final Credentials credentials;
  private final byte[] salt;
  private final SecretBytes key;
  private final boolean fresh;

  BenchUser(String name, Credentials credentials, byte[] salt, SecretBytes key, boolean fresh) {
    this.name = name;
    this.credentials = credentials;
    this.salt = salt.clone();
    this.key = key;
    this.fresh = fresh;
  }

  String name() {
    return name;
  }

  Credentials credentials() {
    return credentials;
  }

  byte[] salt() {
    return salt.clone();
  }

  SecretBytes key() {
    return key;
  }

  /** Whether no server can have an account of it yet. */
  boolean fresh() {
    return fresh;
  }

  /** The same, once there is an account. */
  BenchUser known() {
    return new BenchUser(name, credentials, salt, key, false);
  }

  @Override
  public String toString() {
    return name;
  }
}
