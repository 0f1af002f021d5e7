package org.securechat.client.pki;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.securechat.client.ClientException;
import org.securechat.protocol.name.Names;

/**
 * What is asked of the authority. Immutable; {@code with…} methods return a changed copy.
 *
 * @param name the user's, server's or signer's name; also the file name
 * @param kind what the certificate is for
 * @param key the key to make
 * @param validity time from {@code notBefore} (or from now) until it ends; negative makes a
 *     certificate that has expired
 * @param notBefore start of validity, or empty for five minutes ago
 * @param email mailbox to bind as well, or empty
 * @param upn user principal name to bind as well, or empty
 * @param server of a receipt certificate: the server that it names, as in {@code securechat.name}
 * @param alternativeNames as typed, in place of a server's default ones, in addition for others
 * @param crlUrl where the certificate says that its revocation list is, or empty
 * @param ocspUrl where it says that a responder can be asked, or empty
 * @param replace whether files of that name may be replaced
 */
public record CertificateOrder(
    String name,
    CertificateKind kind,
    KeyKind key,
    Duration validity,
    Optional<Instant> notBefore,
    Optional<String> email,
    Optional<String> upn,
    String server,
    List<String> alternativeNames,
    Optional<String> crlUrl,
    Optional<String> ocspUrl,
    boolean replace) {
  private static final Pattern URL = Pattern.compile("https?://[!-~]{1,1000}");
  private static final int MAX_COMMON_NAME = 64;
  private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,240}");

  /** What {@code securechat.name} is where it is not set. */
  public static final String DEFAULT_SERVER = "securechat";

  /** Copies the list and rejects missing parts. */
  public CertificateOrder {
    Objects.requireNonNull(name);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(key);
    Objects.requireNonNull(validity);
    Objects.requireNonNull(notBefore);
    Objects.requireNonNull(email);
    Objects.requireNonNull(upn);
    Objects.requireNonNull(server);
    Objects.requireNonNull(crlUrl);
    Objects.requireNonNull(ocspUrl);
    alternativeNames = List.copyOf(alternativeNames);
  }

  /** An order with the kind's usual key and life. */
  public static CertificateOrder of(String name, CertificateKind kind) {
    return new CertificateOrder(
        name,
        kind,
        kind.defaultKey(),
        Duration.ofDays(kind.defaultDays()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_SERVER,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The same order for another kind of key. */
  public CertificateOrder withKey(KeyKind other) {
    return with(draft -> draft.key = other);
  }

  /** The same order with another life; negative for an expired certificate. */
  public CertificateOrder withValidity(Duration other) {
    return with(draft -> draft.validity = other);
  }

  /** The same order, valid from that time on. */
  public CertificateOrder withNotBefore(Instant start) {
    return with(draft -> draft.notBefore = Optional.of(start));
  }

  /** The same order with a mailbox bound as rfc822Name. */
  public CertificateOrder withEmail(String mailbox) {
    return with(draft -> draft.email = Optional.of(mailbox));
  }

  /** The same order with a user principal name bound, as directories of Windows have it. */
  public CertificateOrder withUpn(String principal) {
    return with(draft -> draft.upn = Optional.of(principal));
  }

  /** The same order for the receipts of the server of that name. */
  public CertificateOrder withServer(String name) {
    return with(draft -> draft.server = name);
  }

  /** The same order with these alternative names. */
  public CertificateOrder withAlternativeNames(List<String> names) {
    return with(draft -> draft.alternativeNames = names);
  }

  /** The same order, saying where the list is. */
  public CertificateOrder withCrlUrl(String url) {
    return with(draft -> draft.crlUrl = Optional.of(url));
  }

  /** The same order, saying where a responder can be asked. */
  public CertificateOrder withOcspUrl(String url) {
    return with(draft -> draft.ocspUrl = Optional.of(url));
  }

  /** The same order, allowed to replace the files of an earlier one. */
  public CertificateOrder replacing() {
    return with(draft -> draft.replace = true);
  }

  private CertificateOrder with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.order();
  }

  /** An order that is being changed, so that a change names only what it changes. */
  private static final class Draft {
    private final CertificateOrder from;
    private KeyKind key;
    private Duration validity;
    private Optional<Instant> notBefore;
    private Optional<String> email;
    private Optional<String> upn;
    private String server;
    private List<String> alternativeNames;
    private Optional<String> crlUrl;
    private Optional<String> ocspUrl;
    private boolean replace;

    Draft(CertificateOrder from) {
      this.from = from;
      this.key = from.key;
      this.validity = from.validity;
      this.notBefore = from.notBefore;
      this.email = from.email;
      this.upn = from.upn;
      this.server = from.server;
      this.alternativeNames = from.alternativeNames;
      this.crlUrl = from.crlUrl;
      this.ocspUrl = from.ocspUrl;
      this.replace = from.replace;
    }

    CertificateOrder order() {
      return new CertificateOrder(
          from.name,
          from.kind,
          key,
          validity,
          notBefore,
          email,
          upn,
          server,
          alternativeNames,
          crlUrl,
          ocspUrl,
          replace);
    }
  }

  void check() throws ClientException {
    // A common name has 64 characters (RFC 5280, ub-common-name).
    if (!Names.isUsername(name) || name.length() > MAX_COMMON_NAME) {
      throw new ClientException(
          "'" + name + "' cannot be a name here",
          "Use 1 to 64 of a-z, 0-9, '.', '_', '+', '-' and at most one '@', starting with a letter"
              + " or digit.");
    }
    if (!SERVER.matcher(server).matches()) {
      throw new ClientException(
          "'" + server + "' cannot be a server's name",
          "Use what the server has as its setting securechat.name.");
    }
    if (kind == CertificateKind.RECEIPT && email.isPresent()) {
      throw new ClientException(
          "a receipt certificate names no user", "Leave out --email: it names the server.");
    }
    if (kind != CertificateKind.CLIENT && upn.isPresent()) {
      throw new ClientException(
          "a user principal name names a user, not a server or the receipt signer",
          "Leave out --upn.");
    }
    checkUrl(crlUrl);
    checkUrl(ocspUrl);
  }

  private static void checkUrl(Optional<String> url) throws ClientException {
    if (url.isPresent() && !URL.matcher(url.get()).matches()) {
      throw new ClientException(
          "'" + url.get() + "' is not a web address", "It begins with http:// or https://.");
    }
  }
}
