package org.securechat.server.classic;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import org.securechat.protocol.identity.key.Passphrase;

/**
 * What the operator can set for the classic endpoint; off by default.
 *
 * @param enabled whether classic clients are served at all
 * @param bind the addresses on which they are served, separated by commas
 * @param insecureBind whether that address may be one that other machines can reach
 * @param roomsPerDay sessions with a message for one certificate in 24 hours
 * @param issued folder of the certificates and keys issued to this server
 * @param passphrase of those keys, if they are encrypted
 */
public record ClassicSettings(
    boolean enabled,
    String bind,
    boolean insecureBind,
    int roomsPerDay,
    Path issued,
    Passphrase passphrase) {

  /**
   * Refuses an address that others can reach, unless the operator has said that it is meant: the
   * profile does not protect passwords from an attacker on the path.
   *
   * @throws IllegalStateException with what to do
   */
  public void check() {
    if (!insecureBind && !areLoopback(bind)) {
      throw new IllegalStateException(
          "the classic endpoint would listen on "
              + bind
              + ", where others can reach it, and its protocol is weak; bind it to 127.0.0.1, or"
              + " set securechat.classic.insecure-bind=true (--classic-insecure-bind) if that is"
              + " what you want");
    }
  }

  private static boolean areLoopback(String hosts) {
    return Arrays.stream(hosts.split(",", -1))
        .map(String::strip)
        .allMatch(ClassicSettings::isLoopback);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
