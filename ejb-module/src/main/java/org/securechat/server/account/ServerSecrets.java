package org.securechat.server.account;

import org.securechat.protocol.crypto.SecretBytes;

/**
 * Secrets that stay the same across restarts and nodes, so they are kept in the database. That
 * protects them from clients, but not from a person who can read the database. Use them only for
 * what such a person knows anyway.
 */
public interface ServerSecrets {

  /**
   * The secret of that name, 32 bytes, made at random when it is first asked for.
   *
   * @param name at most 64 characters
   */
  SecretBytes obtain(String name);
}
