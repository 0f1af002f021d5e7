package org.securechat.client.pki.est;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.securechat.protocol.crypto.Providers;

/**
 * How a server asks for a name and a password: Basic (RFC 7617) or Digest (RFC 7616), of which the
 * latter does not show the password to the server.
 */
final class HttpChallenge {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  /** The name of a scheme, or one of its parameters. */
  private static final Pattern PART =
      Pattern.compile(
          "\\G[\\s,]*("
              + TOKEN
              + ")(?:\\s*=\\s*(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|("
              + TOKEN
              + ")))?");

  /** Names of the digests, the better one first. */
  private static final List<String> DIGESTS = List.of("SHA-256", "MD5");

  /** Of a header; a longer one is left alone, since matching costs stack. */
  private static final int MAX_HEADER = 2048;

  private static final int CNONCE_BYTES = 16;

  private final String scheme;
  private final Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private HttpChallenge(String scheme) {
    this.scheme = scheme.toLowerCase(Locale.ROOT);
  }

  /**
   * The best of those that a server offers.
   *
   * @param headers {@code WWW-Authenticate}, each with one challenge or more
   * @return empty if none can be answered
   */
  static Optional<HttpChallenge> best(List<String> headers) {
    List<HttpChallenge> offered =
        headers.stream()
            .filter(header -> header.length() <= MAX_HEADER)
            .flatMap(HttpChallenge::parse)
            .toList();
    Stream<HttpChallenge> digests =
        DIGESTS.stream().flatMap(name -> offered.stream().filter(each -> each.isDigest(name)));
    return Stream.concat(digests, offered.stream().filter(each -> each.scheme.equals("basic")))
        .findFirst();
  }

  private static Stream<HttpChallenge> parse(String header) {
    List<HttpChallenge> found = new ArrayList<>();
    Matcher part = PART.matcher(header);
    while (part.find()) {
      String quoted = part.group(2);
      String value = quoted == null ? part.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      if (value == null) {
        found.add(new HttpChallenge(part.group(1)));
      } else if (!found.isEmpty()) {
        found.getLast().parameters.putIfAbsent(part.group(1), value);
      }
    }
    return found.stream();
  }

  private boolean isDigest(String name) {
    return scheme.equals("digest")
        && parameters.containsKey("nonce")
        && parameters.getOrDefault("algorithm", "MD5").equalsIgnoreCase(name)
        && (!parameters.containsKey("qop") || hasAuth());
  }

  private boolean hasAuth() {
    return Arrays.stream(parameters.getOrDefault("qop", "").split("[\\s,]+"))
        .anyMatch("auth"::equalsIgnoreCase);
  }

  /** Whether the server says that only its nonce was too old, and not the password wrong. */
  boolean isStale() {
    return scheme.equals("digest") && "true".equalsIgnoreCase(parameters.get("stale"));
  }

  /** The header {@code Authorization}. */
  String answer(String user, char[] password, String method, String uri) {
    return scheme.equals("basic")
        ? basic(user, password)
        : digest(user, password, method, uri, cnonce());
  }

  private static String cnonce() {
    byte[] random = new byte[CNONCE_BYTES];
    Providers.random().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static String basic(String user, char[] password) {
    byte[] both = utf8(user + ":", password);
    try {
      return "Basic " + Base64.getEncoder().encodeToString(both);
    } finally {
      Arrays.fill(both, (byte) 0);
    }
  }

  /** RFC 7616, section 3.4. */
  String digest(String user, char[] password, String method, String uri, String cnonce) {
    String algorithm = parameters.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
    String realm = parameters.getOrDefault("realm", "");
    String nonce = parameters.get("nonce");
    byte[] secret = utf8(user + ":" + realm + ":", password);
    String first = hash(algorithm, secret);
    Arrays.fill(secret, (byte) 0);
    String second = hash(algorithm, (method + ":" + uri).getBytes(StandardCharsets.UTF_8));
    String middle = hasAuth() ? nonce + ":00000001:" + cnonce + ":auth" : nonce;
    String response =
        hash(algorithm, (first + ":" + middle + ":" + second).getBytes(StandardCharsets.UTF_8));
    StringBuilder header = new StringBuilder("Digest ");
    header.append("username=").append(quoted(user));
    header.append(", realm=").append(quoted(realm));
    header.append(", nonce=").append(quoted(nonce));
    header.append(", uri=").append(quoted(uri));
    header.append(", response=").append(quoted(response));
    if (parameters.containsKey("algorithm")) {
      header.append(", algorithm=").append(algorithm);
    }
    if (parameters.containsKey("opaque")) {
      header.append(", opaque=").append(quoted(parameters.get("opaque")));
    }
    if (hasAuth()) {
      header.append(", qop=auth, nc=00000001, cnonce=").append(quoted(cnonce));
    }
    return header.toString();
  }

  private static String hash(String algorithm, byte[] content) {
    MessageDigest digest = Providers.digest(algorithm);
    return HexFormat.of().formatHex(digest.digest(content));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static byte[] utf8(String before, char[] secret) {
    byte[] head = before.getBytes(StandardCharsets.UTF_8);
    CharsetEncoder encoder =
        StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    ByteBuffer all =
        ByteBuffer.allocate(
            head.length + (int) Math.ceil(secret.length * encoder.maxBytesPerChar()));
    all.put(head);
    encoder.encode(CharBuffer.wrap(secret), all, true);
    byte[] both = Arrays.copyOf(all.array(), all.position());
    Arrays.fill(all.array(), (byte) 0);
    return both;
  }
}
