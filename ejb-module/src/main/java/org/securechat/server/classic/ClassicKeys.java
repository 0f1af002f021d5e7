package org.securechat.server.classic;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.classic.ClassicException;
import org.securechat.protocol.crypto.HeldKey;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.handshake.ServerIdentity;

/** The server's RSA certificate for classic clients, and whom of them it accepts. Thread-safe. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class ClassicKeys {

  private final ClassicSettings settings;
  private final ServerIdentity keys;

  /** For the container's proxy. */
  public ClassicKeys() {
    this(null, null);
  }

  @Inject
  public ClassicKeys(ClassicSettings settings, ServerIdentity keys) {
    this.settings = settings;
    this.keys = keys;
  }

  private volatile Credentials credentials;
  private volatile String certificate;

  /**
   * Reads {@code issued/classic.pem} and {@code .key}, or the server's own if there are none. Says
   * so if the authority is not one that classic clients can check: the server goes on, because it
   * cannot know what its clients have, but those of the original end the connection.
   *
   * @throws IllegalStateException if they are missing, unusable, not RSA or on a token
   */
  public void load() {
    Path issued = settings.issued();
    String name = Files.exists(issued.resolve("classic.pem")) ? "classic" : "server";
    Path file = issued.resolve(name + ".pem");
    try {
      Credentials read =
          PemFiles.credentials(file, issued.resolve(name + ".key"), settings.passphrase());
      insistOnUsable(file, read);
      if (keys.authorities().stream()
          .noneMatch(authority -> ClassicCertificate.isCheckable(read.leaf(), authority))) {
        ClassicLog.notCheckable(file.toString());
      }
      credentials = read;
      certificate = ClassicCertificate.encode(read.leaf());
    } catch (IOException e) {
      throw new IllegalStateException("the keys in " + issued + " cannot be used: " + e, e);
    }
  }

  /**
   * Refuses what the profile cannot use.
   *
   * @throws IllegalStateException if it is not RSA, or if its key is on a token: the signature of a
   *     receipt is made by the JDK's own provider
   */
  static void insistOnUsable(Path file, Credentials read) {
    if (!(read.leaf().getPublicKey() instanceof RSAPublicKey)) {
      throw new IllegalStateException(
          "classic clients know RSA alone, and "
              + file
              + " is not: issue a server certificate called classic with an RSA key");
    }
    if (read.privateKey() instanceof HeldKey) {
      throw new IllegalStateException(
          "the key of "
              + file
              + " is on a token, which the classic profile cannot sign with: keep the key called"
              + " classic in a file; the receipt key can be on a token");
    }
  }

  /** The server's certificate as the wire has it. */
  public String certificate() {
    return certificate;
  }

  /** What signs receipts. */
  public Credentials credentials() {
    return credentials;
  }

  /**
   * Judges a client's certificate by the rules of the modern protocol, except that it need not say
   * what it is for and must be RSA.
   *
   * @throws ClassicException {@code BAD_CERT}
   */
  public PeerIdentity verify(byte[] pem) throws ClassicException {
    X509Certificate shown = ClassicCertificate.parse(pem);
    try {
      PeerIdentity peer =
          keys.rules().verifyEncoded(List.of(shown.getEncoded()), Purpose.CLASSIC_CLIENT);
      if (!(peer.leaf().getPublicKey() instanceof RSAPublicKey)) {
        throw ClassicException.badCertificate(AlertCode.BAD_CERTIFICATE, "not an RSA key");
      }
      return peer;
    } catch (ProtocolException e) {
      throw ClassicException.badCertificate(e.alert(), e.alert() + ": " + e.getMessage());
    } catch (CertificateException e) {
      throw ClassicException.badCertificate(
          AlertCode.BAD_CERTIFICATE, "a certificate without encoding");
    }
  }
}
