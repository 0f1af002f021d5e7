package org.securechat.server.handshake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.securechat.protocol.crypto.NativeCrypto;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.handshake.KeyLogFile;
import org.securechat.protocol.handshake.ServerHandshake;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.Revocation;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.ServerLog;
import org.securechat.server.renewal.CertificateFault;
import org.securechat.server.renewal.RenewableFiles;
import org.securechat.server.renewal.Renewal;

/**
 * The server's certificate, whom it trusts, and the handshake that follows from both. Thread-safe.
 */
@ApplicationScoped
public class ServerIdentity {

  private static final int COOKIE_KEY = 32;

  private final HandshakeSettings settings;
  private final Revocation revocation;
  private final Clock clock;

  /** Cookies live for seconds, so their key need not outlive the process. */
  private final SecretBytes cookieKey = SecretBytes.random(COOKIE_KEY);

  private volatile Loaded loaded = new Loaded(List.of(), null, null, null);
  private volatile BooleanSupplier load = () -> false;

  /** Guarded by this. */
  private RenewableFiles<Loaded> files;

  /** Guarded by this. */
  private Optional<KeyLogFile> keyLog = Optional.empty();

  /** For the container's proxy. */
  public ServerIdentity() {
    this(null, null, null);
  }

  @Inject
  public ServerIdentity(HandshakeSettings settings, Revocation revocation, Clock clock) {
    this.settings = settings;
    this.revocation = revocation;
    this.clock = clock;
  }

  /** What the files hold: all of it is of one moment. */
  private record Loaded(
      List<X509Certificate> authorities,
      Credentials credentials,
      CertificateRules rules,
      ServerHandshake handshake) {

    boolean isSame(Loaded other) {
      return authorities.equals(other.authorities)
          && credentials.chain().equals(other.credentials.chain());
    }
  }

  /**
   * Reads the files.
   *
   * @throws IllegalStateException naming the file that is missing or unusable
   */
  public synchronized void load() {
    logCryptography(Providers.nativeCrypto());
    Path pki = settings.pki();
    keyLog = openKeyLog();
    files =
        new RenewableFiles<>(
            List.of(
                pki.resolve("ca.pem"),
                pki.resolve("issued/server.pem"),
                pki.resolve("issued/server.key")),
            this::read);
    loaded = read();
  }

  /**
   * Reads the files again if they have been replaced. Handshakes that have begun go on: what a
   * server shows and signs is one step of them.
   *
   * @param alsoShown where else the server shows the certificate: it comes into use there and here,
   *     or, after an exception, nowhere
   */
  public synchronized Renewal renew(Showing alsoShown) {
    return files.look(next -> {
      if (next.isSame(loaded)) {
        return false;
      }
      requireGood(
          settings.pki() + "/issued/server.pem",
          next.rules(),
          next.credentials().chain(),
          Purpose.SERVER);
      alsoShown.show(next.credentials(), next.authorities());
      loaded = next;
      return true;
    });
  }

  /** Has the certificate shown elsewhere, too. */
  @FunctionalInterface
  public interface Showing {
    /**
     * Shows it from now on.
     *
     * @param authorities whose clients are asked for a certificate there
     * @throws IllegalStateException if that is not possible
     */
    void show(Credentials credentials, List<X509Certificate> authorities);
  }

  /** Has the certificate that is in use shown elsewhere, too. */
  public void show(Showing elsewhere) {
    Loaded now = loaded;
    elsewhere.show(now.credentials(), now.authorities());
  }

  /**
   * Judges a certificate of this server's as its peers will.
   *
   * @param file what to call it
   * @throws IllegalStateException if they would refuse it
   */
  public void requireGood(String file, List<X509Certificate> chain, Purpose purpose) {
    requireGood(file, loaded.rules(), chain, purpose);
  }

  private static void requireGood(
      String file, CertificateRules rules, List<X509Certificate> chain, Purpose purpose) {
    Optional<CertificateFault> fault = fault(file, rules, chain, purpose);
    if (fault.isPresent()) {
      throw new IllegalStateException(fault.get().reason());
    }
  }

  /** Why peers refuse the certificate that the server shows, if they do. */
  public Optional<CertificateFault> fault() {
    Loaded now = loaded;
    return fault(
        settings.pki() + "/issued/server.pem",
        now.rules(),
        now.credentials().chain(),
        Purpose.SERVER);
  }

  /**
   * Why peers refuse a certificate of this server's, if they do.
   *
   * @param file what to call it
   */
  public Optional<CertificateFault> fault(
      String file, List<X509Certificate> chain, Purpose purpose) {
    return fault(file, loaded.rules(), chain, purpose);
  }

  private static Optional<CertificateFault> fault(
      String file, CertificateRules rules, List<X509Certificate> chain, Purpose purpose) {
    try {
      var _ = rules.verify(chain, purpose);
      return Optional.empty();
    } catch (ProtocolException e) {
      String reason =
          switch (e.alert()) {
            case UNKNOWN_AUTHORITY ->
                "is of no authority in ca.pem"
                    + rules
                        .missingIssuer(chain)
                        .map(issuer -> ", unless the certificate of " + issuer + " follows it")
                        .orElse("");
            case CERTIFICATE_EXPIRED -> "is not valid now";
            case CERTIFICATE_REVOKED -> "is revoked";
            case REVOCATION_UNKNOWN -> "has no current revocation list";
            default -> "is not for this use";
          };
      return Optional.of(
          new CertificateFault(
              e.alert(), "the certificate in " + file + " " + reason + ": " + e.getMessage()));
    }
  }

  private Loaded read() {
    Path pki = settings.pki();
    try {
      List<X509Certificate> authorities = PemFiles.certificates(pki.resolve("ca.pem"));
      CertificateRules rules = new CertificateRules(authorities, revocation, clock).remembering();
      Credentials credentials =
          PemFiles.credentials(
              pki.resolve("issued/server.pem"),
              pki.resolve("issued/server.key"),
              settings.passphrase());
      ServerHandshake.Settings unlogged =
          ServerHandshake.Settings.of(credentials, rules, clock)
              .withCookies(cookieKey, this::isUnderLoad);
      ServerHandshake handshake =
          new ServerHandshake(keyLog.map(unlogged::withKeyLog).orElse(unlogged));
      return new Loaded(authorities, credentials, rules, handshake);
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("the keys in " + pki + " cannot be used: " + e, e);
    }
  }

  private static void logCryptography(NativeCrypto crypto) {
    switch (crypto.state()) {
      case USED -> ServerLog.cryptography(crypto.detail());
      case OFF -> ServerLog.cryptography("Java alone, since the native provider is switched off");
      case ABSENT -> ServerLog.cryptography("Java alone, since no native provider is installed");
      case UNUSABLE -> ServerLog.cryptographyFallback(crypto.detail());
    }
  }

  private Optional<KeyLogFile> openKeyLog() {
    if (settings.keyLog().isEmpty()) {
      return Optional.empty();
    }
    Path file = settings.keyLog().get();
    ServerLog.keyLogging(file.toString());
    try {
      return Optional.of(KeyLogFile.open(file));
    } catch (IOException e) {
      throw new IllegalStateException("the key log cannot be written: " + e, e);
    }
  }

  /** The certificates of the configured authorities. */
  public List<X509Certificate> authorities() {
    return loaded.authorities();
  }

  /** The certificate that the server shows to its clients. */
  public X509Certificate certificate() {
    return loaded.credentials().leaf();
  }

  /** When a peer's certificate is accepted. */
  public CertificateRules rules() {
    return loaded.rules();
  }

  /** The counter of connections sets this: it decides whether a new peer must return a cookie. */
  public void underLoad(BooleanSupplier judge) {
    load = judge;
  }

  private boolean isUnderLoad() {
    return load.getAsBoolean();
  }

  /** The server's side of every handshake. */
  public ServerHandshake handshake() {
    return loaded.handshake();
  }
}
