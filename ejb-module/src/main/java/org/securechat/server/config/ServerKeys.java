package org.securechat.server.config;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.handshake.ServerHandshake;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.PemFiles;

/** The server's certificate, whom it trusts, and the handshake that follows from both. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ServerKeys {

  private static final int COOKIE_KEY = 32;

  @Inject private ServerConfiguration configuration;

  @Inject private Clock clock;

  private volatile ServerHandshake handshake;
  private volatile BooleanSupplier load = () -> false;

  /**
   * Reads the files.
   *
   * @throws IllegalStateException naming the file that is missing or unusable
   */
  public void load() {
    Path pki = configuration.pkiFolder();
    try {
      CertificateRules rules =
          new CertificateRules(
              PemFiles.certificates(pki.resolve("ca.pem")),
              new CrlFile(pki.resolve("crl.pem")),
              configuration.revocationPolicy(),
              clock);
      Credentials credentials =
          new Credentials(
              PemFiles.certificates(pki.resolve("issued/server.pem")),
              PemFiles.privateKey(pki.resolve("issued/server.key")));
      handshake =
          new ServerHandshake(
              ServerHandshake.Settings.of(credentials, rules, clock)
                  // Cookies live for seconds, so their key need not outlive the process.
                  .withCookies(SecretBytes.random(COOKIE_KEY), this::isUnderLoad));
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("the keys in " + pki + " cannot be used: " + e, e);
    }
  }

  /** Told by whoever counts connections: from now on a newcomer must return a cookie, or not. */
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
