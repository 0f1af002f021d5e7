package org.securechat.client.attack;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.client.pki.RevocationReason;
import org.securechat.client.problem.Problem;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;

/**
 * Certificates with one fault each. Those that the target's own authority has to sign live for an
 * hour at most, are called {@code attack-…}, and are revoked when this is closed.
 */
public final class Forger implements AutoCloseable {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final int RSA_BITS = 2048;

  private final Target target;
  private final Path folder;
  private final CertificateAuthority authority;
  private final Set<String> issued = new TreeSet<>();
  private final Set<String> revoked = new TreeSet<>();

  private Forger(Target target, Path folder, CertificateAuthority authority) {
    this.target = target;
    this.folder = folder;
    this.authority = authority;
  }

  /**
   * With the target's authority.
   *
   * @throws Unavailable if its key is not at hand
   */
  static Forger of(Target target) throws Problem {
    Path folder = target.authority().orElse(null);
    if (folder == null || !Files.isReadable(folder.resolve("ca.key"))) {
      throw new Unavailable("needs the authority's key (--pki with ca.key in it)");
    }
    return new Forger(target, folder, CertificateAuthority.open(folder, target.clock()));
  }

  /** A certificate for the attacking account, perfect but for what the order says. */
  public Credentials ownAccount(CertificateOrder order) throws Problem {
    return issue(order.withAlternativeNames(List.of("uri:securechat:user:" + target.user())));
  }

  /** A certificate that is perfect but for what the order says. */
  public Credentials issue(CertificateOrder order) throws Problem {
    CertificateFiles files = authority.issue(order.replacing());
    issued.add(order.name());
    try {
      return PemFiles.credentials(files.certificate(), files.key());
    } catch (IOException unreadable) {
      throw new Problem("a new certificate cannot be read: " + unreadable.getMessage(), "");
    }
  }

  static CertificateOrder order(String name, CertificateKind kind) {
    return CertificateOrder.of("attack-" + name, kind).withValidity(LIFE);
  }

  /** An order for {@code attack-NAME} that lives for an hour. */
  public static CertificateOrder order(String name, CertificateKind kind, KeyKind key) {
    return order(name, kind).withKey(key);
  }

  /** Revokes what was issued, at once. */
  public void revoke(String name) throws Problem {
    authority.revoke(name, RevocationReason.KEY_COMPROMISE);
    revoked.add(name);
  }

  /** The authority's own certificate and key. */
  public Credentials authoritysOwn() throws Problem {
    try {
      return PemFiles.credentials(folder.resolve("ca.pem"), folder.resolve("ca.key"));
    } catch (IOException unreadable) {
      throw new Problem("the authority's key cannot be read: " + unreadable.getMessage(), "");
    }
  }

  /** A certificate for the account from an authority that has the right name and a wrong key. */
  public static Credentials fromNamesake(Target target, KeyKind key) throws Problem, IOException {
    Path temporary = Files.createTempDirectory("securechat-attack");
    try {
      CertificateAuthority namesake =
          CertificateAuthority.create(
              temporary.resolve("pki"),
              authorityName(target),
              KeyKind.P256,
              Duration.ofDays(1),
              false,
              target.clock());
      CertificateFiles files =
          namesake.issue(CertificateOrder.of(target.user(), CertificateKind.CLIENT).withKey(key));
      return PemFiles.credentials(files.certificate(), files.key());
    } finally {
      Folders.delete(temporary);
    }
  }

  private static String authorityName(Target target) {
    String issuer = target.credentials().leaf().getIssuerX500Principal().getName();
    return issuer.replaceFirst("^.*CN=([^,]+).*$", "$1");
  }

  /** A certificate for the account that nobody signed but its own key, which is Ed25519. */
  static Credentials selfSigned(Target target) {
    return selfSigned(target, Providers.keyPairGenerator("Ed25519"), "Ed25519");
  }

  /** A certificate for the account that nobody signed but its own key, which is RSA. */
  public static Credentials selfSignedRsa(Target target) {
    KeyPairGenerator generator = Providers.keyPairGenerator("RSA");
    generator.initialize(RSA_BITS, Providers.random());
    return selfSigned(target, generator, "SHA256withRSA");
  }

  private static Credentials selfSigned(
      Target target, KeyPairGenerator generator, String signature) {
    try {
      KeyPair keys = generator.generateKeyPair();
      X500Name name = new X500Name("CN=" + target.user());
      Instant now = Clock.systemUTC().instant();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.ONE,
              Date.from(now.minus(LIFE)),
              Date.from(now.plus(LIFE)),
              name,
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(new JcaContentSignerBuilder(signature).build(keys.getPrivate())));
      return new Credentials(List.of(certificate), keys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Revokes what can still be used, and removes all keys. */
  @Override
  public void close() {
    for (String name : issued) {
      try {
        if (!revoked.contains(name)) {
          authority.revoke(name, RevocationReason.CESSATION_OF_OPERATION);
        }
        Files.deleteIfExists(folder.resolve("issued").resolve(name + ".key"));
        Files.deleteIfExists(folder.resolve("issued").resolve(name + ".pem"));
      } catch (Problem | IOException remains) {
        // It dies within the hour by itself.
        continue;
      }
    }
  }
}
