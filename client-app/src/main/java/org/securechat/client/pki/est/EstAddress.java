package org.securechat.client.pki.est;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Where an EST server is: {@code https://HOST[:PORT][/.well-known/est[/LABEL]]} (RFC 7030, section
 * 3.2.2).
 *
 * @param base without a slash at its end
 */
public record EstAddress(URI base) {
  private static final String WELL_KNOWN = "/.well-known/est";
  private static final Pattern PATH =
      Pattern.compile(Pattern.quote(WELL_KNOWN) + "(/[A-Za-z0-9._~-]{1,64})?");
  private static final int HTTPS = 443;

  /**
   * Reads one as it is typed.
   *
   * @throws EstException for anything else, plain http above all
   */
  public static EstAddress parse(String typed) throws EstException {
    try {
      URI uri = new URI(typed.endsWith("/") ? typed.substring(0, typed.length() - 1) : typed);
      if (!"https".equalsIgnoreCase(uri.getScheme())) {
        throw refused(typed, "EST is spoken over https alone.");
      }
      if (uri.getHost() == null
          || uri.getUserInfo() != null
          || uri.getQuery() != null
          || uri.getFragment() != null) {
        throw refused(typed, "It has a host, and no user, query or fragment.");
      }
      String path = uri.getRawPath().isEmpty() ? WELL_KNOWN : uri.getRawPath();
      if (!PATH.matcher(path).matches()) {
        throw refused(typed, "Its path is " + WELL_KNOWN + " or " + WELL_KNOWN + "/LABEL.");
      }
      return new EstAddress(new URI("https", null, uri.getHost(), uri.getPort(), path, null, null));
    } catch (URISyntaxException e) {
      throw refused(typed, "It is https://HOST[:PORT][" + WELL_KNOWN + "[/LABEL]].");
    }
  }

  private static EstException refused(String typed, String remedy) {
    return new EstException(
        EstFault.BAD_ADDRESS, "'" + typed + "' is no address of an EST server", remedy);
  }

  /** Where an operation is, such as {@code cacerts}. */
  URI operation(String name) {
    return URI.create(base + "/" + name);
  }

  /** Whether that is on the same server (RFC 7030, section 3.2.1): scheme, host and port. */
  boolean hasOriginOf(URI other) {
    return "https".equalsIgnoreCase(other.getScheme())
        && base.getHost().equalsIgnoreCase(other.getHost())
        && port(base) == port(other);
  }

  private static int port(URI uri) {
    return uri.getPort() < 0 ? HTTPS : uri.getPort();
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
