package org.securechat.client.connection;

import java.util.Objects;
import org.securechat.client.ClientException;

/**
 * Where a server listens.
 *
 * @param host a name or an address, IPv6 without brackets; also what its certificate must name
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {
  /** Where a server listens unless told otherwise. */
  public static final int DEFAULT_PORT = 7443;

  /** Rejects what no one can dial. */
  public ServerAddress {
    Objects.requireNonNull(host);
    if (host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("no address");
    }
  }

  /**
   * Reads {@code HOST}, {@code HOST:PORT} or {@code [IPV6]:PORT}.
   *
   * @throws ClientException for anything else
   */
  public static ServerAddress parse(String text) throws ClientException {
    String host = text;
    String port = "";
    int colon = text.lastIndexOf(':');
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      if (end < 0 || (end + 1 < text.length() && text.charAt(end + 1) != ':')) {
        throw malformed(text);
      }
      host = text.substring(1, end);
      port = end + 1 < text.length() ? text.substring(end + 2) : "";
    } else if (colon >= 0 && colon == text.indexOf(':')) {
      host = text.substring(0, colon);
      port = text.substring(colon + 1);
    }
    try {
      boolean bare = port.isEmpty() && !text.endsWith(":");
      return new ServerAddress(host, bare ? DEFAULT_PORT : Integer.parseInt(port));
    } catch (IllegalArgumentException _) {
      throw malformed(text);
    }
  }

  private static ClientException malformed(String text) {
    return new ClientException(
        "'" + text + "' is not a server's address",
        "Give HOST:PORT, for example chat.example.org:7443 or [::1]:7443. A port is 1 to 65535.");
  }

  /** A form that can name a folder. */
  public String folderName() {
    return host.replaceAll("[^A-Za-z0-9.-]", "_") + "_" + port;
  }

  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
