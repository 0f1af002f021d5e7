package org.securechat.server.handshake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
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

/** The server's certificate, whom it trusts, and the handshake that follows from both. */
@ApplicationScoped
public class ServerIdentity {

  private static final int COOKIE_KEY = 32;

  private final HandshakeSettings settings;
  private final Revocation revocation;
  private final Clock clock;

  private volatile List<X509Certificate> authorities = List.of();
  private volatile X509Certificate certificate;
  private volatile CertificateRules rules;
  private volatile ServerHandshake handshake;
  private volatile BooleanSupplier load = () -> false;

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

  /**
   * Reads the files.
   *
   * @throws IllegalStateException naming the file that is missing or unusable
   */
  public void load() {
    Path pki = settings.pki();
    logCryptography(Providers.nativeCrypto());
    try {
      authorities = PemFiles.certificates(pki.resolve("ca.pem"));
      rules = new CertificateRules(authorities, revocation, clock).remembering();
      Credentials credentials =
          PemFiles.credentials(
              pki.resolve("issued/server.pem"),
              pki.resolve("issued/server.key"),
              settings.passphrase());
      certificate = credentials.leaf();
      ServerHandshake.Settings handshakeSettings =
          ServerHandshake.Settings.of(credentials, rules, clock)
              // Cookies live for seconds, so their key need not outlive the process.
              .withCookies(SecretBytes.random(COOKIE_KEY), this::isUnderLoad);
      handshake = new ServerHandshake(logged(handshakeSettings));
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

  private ServerHandshake.Settings logged(ServerHandshake.Settings unlogged) throws IOException {
    if (settings.keyLog().isEmpty()) {
      return unlogged;
    }
    Path file = settings.keyLog().get();
    ServerLog.keyLogging(file.toString());
    return unlogged.withKeyLog(KeyLogFile.open(file));
  }

  /** The certificates of the configured authorities. */
  public List<X509Certificate> authorities() {
    return authorities;
  }

  /** The certificate that the server shows to its clients. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** When a peer's certificate is accepted. */
  public CertificateRules rules() {
    return rules;
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
    return handshake;
  }
}
