package org.securechat.server.handshake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
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
import org.securechat.protocol.identity.Revocation;
import org.securechat.server.ServerLog;

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

  private volatile Loaded loaded = new Loaded(List.of(), List.of(), null, null);
  private volatile BooleanSupplier load = () -> false;

  /** Guarded by this. */
  private SettledFiles files;

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
      List<X509Certificate> chain,
      CertificateRules rules,
      ServerHandshake handshake) {

    boolean isSame(Loaded other) {
      return authorities.equals(other.authorities) && chain.equals(other.chain);
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
    files =
        new SettledFiles(
            List.of(
                pki.resolve("ca.pem"),
                pki.resolve("issued/server.pem"),
                pki.resolve("issued/server.key")));
    keyLog = openKeyLog();
    loaded = read();
  }

  /**
   * Reads the files again if they have been replaced. Handshakes that have begun go on: what a
   * server shows and signs is one step of them.
   *
   * @throws IllegalStateException naming what is unusable; what was in use stays in use
   */
  public synchronized Renewal renew() {
    if (!files.areToBeRead()) {
      return Renewal.UNTOUCHED;
    }
    Loaded next = read();
    if (next.isSame(loaded)) {
      return Renewal.SAME;
    }
    requireValidNow(next.chain().getFirst());
    loaded = next;
    return Renewal.RENEWED;
  }

  private void requireValidNow(X509Certificate renewed) {
    try {
      renewed.checkValidity(Date.from(clock.instant()));
    } catch (CertificateException e) {
      throw new IllegalStateException(
          "the certificate in " + settings.pki() + "/issued/server.pem is not valid now", e);
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
      return new Loaded(authorities, credentials.chain(), rules, handshake);
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
    return loaded.chain().getFirst();
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
