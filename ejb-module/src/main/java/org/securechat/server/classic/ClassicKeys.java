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
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.securechat.server.renewal.CertificateFault;
import org.securechat.server.renewal.RenewableFiles;
import org.securechat.server.renewal.Renewal;

/** The server's RSA certificate for classic clients, and whom of them it accepts. Thread-safe. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class ClassicKeys {

  private final ClassicSettings settings;
  private final ServerIdentity keys;
  private final Clock clock;
  private volatile Shown shown;

  /** Guarded by this. */
  private RenewableFiles<Shown> files;

  /** For the container's proxy. */
  public ClassicKeys() {
    this(null, null, null);
  }

  @Inject
  public ClassicKeys(ClassicSettings settings, ServerIdentity keys, Clock clock) {
    this.settings = settings;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * What a session is shown at its beginning and gets its receipt from at its end.
   *
   * @param file where it comes from
   * @param certificate as the wire has it
   * @param isCheckable whether classic clients can check it with an authority of this server's
   */
  public record Shown(
      Path file, Credentials credentials, String certificate, boolean isCheckable) {}

  /**
   * Reads {@code issued/classic.pem} and {@code .key}, or the server's own if there are none. Says
   * so if the authority is not one that classic clients can check: the server goes on, because it
   * cannot know what its clients have, but those of the original end the connection.
   *
   * @throws IllegalStateException if they are missing, unusable, not RSA or on a token
   */
  public synchronized void load() {
    files =
        new RenewableFiles<>(
            Stream.of("classic.pem", "classic.key", "server.pem", "server.key")
                .map(settings.issued()::resolve)
                .toList(),
            this::read);
    Shown read = read();
    if (!read.isCheckable()) {
      ClassicLog.notCheckable(read.file().toString());
    }
    shown = read;
  }

  /**
   * Reads the files again if they have been replaced. Sessions that have begun end as they were
   * begun: their clients check receipts with the certificate that they were shown.
   */
  public synchronized Renewal renew() {
    return files.look(this::take);
  }

  private boolean take(Shown next) {
    if (next.credentials().chain().equals(shown.credentials().chain())) {
      return false;
    }
    Optional<CertificateFault> fault = fault(next);
    if (fault.isPresent()) {
      throw new IllegalStateException(fault.get().reason());
    }
    if (shown.isCheckable() && !isCheckable(next.credentials())) {
      throw new IllegalStateException(
          "no authority in ca.pem has signed the certificate in " + next.file() + " with RSA");
    }
    shown = next;
    return true;
  }

  /** Why clients refuse what they are shown now, if they do. */
  public Optional<CertificateFault> fault() {
    return fault(shown);
  }

  private Optional<CertificateFault> fault(Shown judged) {
    try {
      judged.credentials().leaf().checkValidity(Date.from(clock.instant()));
      return Optional.empty();
    } catch (CertificateException e) {
      return Optional.of(
          new CertificateFault(
              AlertCode.CERTIFICATE_EXPIRED,
              "the certificate in " + judged.file() + " is not valid now: " + e.getMessage()));
    }
  }

  private Shown read() {
    Path issued = settings.issued();
    String name = Files.exists(issued.resolve("classic.pem")) ? "classic" : "server";
    Path file = issued.resolve(name + ".pem");
    try {
      Credentials read =
          PemFiles.credentials(file, issued.resolve(name + ".key"), settings.passphrase());
      insistOnUsable(file, read);
      return new Shown(file, read, ClassicCertificate.encode(read.leaf()), isCheckable(read));
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

  private boolean isCheckable(Credentials credentials) {
    return keys.authorities().stream()
        .anyMatch(authority -> ClassicCertificate.isCheckable(credentials.leaf(), authority));
  }

  /** What a client is shown now. */
  public Shown shown() {
    return shown;
  }

  /** The certificate that clients are shown now. */
  public X509Certificate certificate() {
    return shown.credentials().leaf();
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
