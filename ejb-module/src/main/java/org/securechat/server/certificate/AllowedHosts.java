package org.securechat.server.certificate;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where the server may go because a certificate says so. A certificate is written by its authority,
 * but often from what a requester wrote; without this list, it could send the server to any address
 * inside its network. Immutable.
 */
final class AllowedHosts {

  private final Set<String> hosts;

  private AllowedHosts(Set<String> hosts) {
    this.hosts = Set.copyOf(hosts);
  }

  /**
   * @param text {@code host} or {@code host:port}, separated by commas, as it stands in the
   *     addresses
   */
  static AllowedHosts parse(String text) {
    Set<String> hosts = new HashSet<>();
    Arrays.stream(text.split(","))
        .map(host -> host.trim().toLowerCase(Locale.ROOT))
        .filter(host -> !host.isEmpty())
        .forEach(hosts::add);
    return new AllowedHosts(hosts);
  }

  boolean isEmpty() {
    return hosts.isEmpty();
  }

  /** With the host and port of an address that the operator has written. */
  AllowedHosts and(String address) {
    Set<String> more = new HashSet<>(hosts);
    parsed(address).ifPresent(uri -> more.add(uri.getRawAuthority().toLowerCase(Locale.ROOT)));
    return new AllowedHosts(more);
  }

  /** The address, if the server may go there. */
  Optional<URI> allowed(String address) {
    return parsed(address)
        .filter(uri -> hosts.contains(uri.getRawAuthority().toLowerCase(Locale.ROOT)));
  }

  private static Optional<URI> parsed(String address) {
    try {
      URI uri = new URI(address);
      boolean web = "http".equalsIgnoreCase(uri.getScheme()) || isHttps(uri);
      // With user information the authority is not the host.
      return web && uri.getHost() != null && uri.getRawUserInfo() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  @Override
  public String toString() {
    return hosts.toString();
  }
}
