package org.securechat.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Tells by a request's headers whether a browser has sent it, and for which site. A browser shows
 * the administrator's certificate, and repeats a password that was typed into its dialogue, with
 * every request to this server, whichever site has caused the request. Programs send none of these
 * headers, and nothing is asked of them.
 *
 * <p>{@code Sec-Fetch-Site} (Fetch Metadata Request Headers, W3C) and {@code Origin} (RFC 6454,
 * section 7) are headers that no script can set or leave out.
 */
final class BrowserRequest {
  /** The header that the pages of the console send with each of their requests. */
  static final String CONSOLE = "SecureChat-Console";

  static final String FETCH_SITE = "Sec-Fetch-Site";
  static final String ORIGIN = "Origin";
  static final String HOST = "Host";

  static final String FOR_ANOTHER_SITE = "a browser has sent this for another site";
  static final String CHANGE_WITHOUT_CONSOLE =
      "a browser may change something only with the header " + CONSOLE;

  /** {@code none}: the person has typed the address or chosen a bookmark. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String SCHEME = "https://";
  private static final String DEFAULT_PORT = ":443";

  private final String method;
  private final Function<String, List<String>> headers;

  /**
   * @param method of HTTP, as it was sent
   * @param headers all values of the header of a name, each as one line had it
   */
  BrowserRequest(String method, Function<String, List<String>> headers) {
    this.method = method;
    this.headers = headers;
  }

  /** Why the request is not answered; empty if nothing speaks against it. */
  Optional<String> refusal() {
    List<String> sites = headers.apply(FETCH_SITE);
    List<String> origins = headers.apply(ORIGIN);
    if (!OWN_SITES.containsAll(sites) || !origins.stream().allMatch(this::isOwn)) {
      return Optional.of(FOR_ANOTHER_SITE);
    }
    boolean browser = !sites.isEmpty() || !origins.isEmpty();
    return browser && !READING.contains(method) && !isOfConsole()
        ? Optional.of(CHANGE_WITHOUT_CONSOLE)
        : Optional.empty();
  }

  /** Whether a page of the console has sent it, or a program that wants to be treated like one. */
  boolean isOfConsole() {
    return !headers.apply(CONSOLE).isEmpty();
  }

  /**
   * Whether that is the origin of this server, as the request itself addresses it. That an attacker
   * gives a name of their own the address of this server helps nothing: the browser finds that the
   * certificate does not fit the name.
   */
  private boolean isOwn(String origin) {
    List<String> hosts = headers.apply(HOST);
    return hosts.size() == 1
        && origin.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && plain(origin.substring(SCHEME.length())).equals(plain(hosts.get(0)));
  }

  /** A host name's case, and the port that goes without saying, make no difference. */
  private static String plain(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(DEFAULT_PORT)
        ? lower.substring(0, lower.length() - DEFAULT_PORT.length())
        : lower;
  }

  /** That of a request to a servlet. */
  static BrowserRequest of(HttpServletRequest request) {
    return new BrowserRequest(
        request.getMethod(), name -> Collections.list(request.getHeaders(name)));
  }
}
