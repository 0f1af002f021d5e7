package org.securechat.client.administration;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** How an administrator proves who they are. Immutable; its text shows nothing. */
public final class AdminLogin {
  private final String header;

  private AdminLogin(String header) {
    this.header = header;
  }

  /**
   * By name and password (RFC 7617).
   *
   * @param password wiped
   */
  public static AdminLogin password(String name, char[] password) {
    byte[] pair = (name + ":" + new String(password)).getBytes(StandardCharsets.UTF_8);
    try {
      return new AdminLogin("Basic " + Base64.getEncoder().encodeToString(pair));
    } finally {
      Arrays.fill(password, '\0');
      Arrays.fill(pair, (byte) 0);
    }
  }

  /** By a token of the OpenID provider (RFC 6750). */
  public static AdminLogin token(String token) {
    return new AdminLogin("Bearer " + token);
  }

  /** By the client certificate of the connection. */
  public static AdminLogin certificate() {
    return new AdminLogin(null);
  }

  /** The value of the header {@code Authorization}, if there is to be one. */
  Optional<String> header() {
    return Optional.ofNullable(header);
  }

  @Override
  public String toString() {
    return "AdminLogin[redacted]";
  }
}
