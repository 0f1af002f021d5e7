package org.securechat.client.attack.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
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
import org.securechat.client.ClientException;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.Target;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.CrlReason;
import org.securechat.client.pki.KeyKind;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;

/**
 * Certificates with one fault each. Those that the target's own authority has to sign live for an
 * hour at most, are called {@code attack-…}, and are revoked when this is closed.
 */
public final class MaliciousCertificateFactory implements AutoCloseable {
  private static final Duration LIFE = Duration.ofHours(1);

  private final Target target;
  private final Path folder;
  private final CertificateAuthority authority;
  private final Supplier<KeyPair> rsa;
  private final Map<String, Credentials> issued = new TreeMap<>();
  private final Set<String> revoked = new TreeSet<>();

  private MaliciousCertificateFactory(
      Target target, Path folder, CertificateAuthority authority, Supplier<KeyPair> rsa) {
    this.target = target;
    this.rsa = rsa;
    this.folder = folder;
    this.authority = authority;
  }

  /**
   * With the target's authority.
   *
   * @param rsa the keys of all RSA certificates, because making one takes a second or more
   * @throws AttackNotPossibleException if its key is not at hand
   */
  public static MaliciousCertificateFactory of(Target target, Supplier<KeyPair> rsa)
      throws ClientException {
    Path folder = target.authority().orElse(null);
    if (folder == null || !Files.isReadable(folder.resolve("ca.key"))) {
      throw new AttackNotPossibleException("needs the authority's key (--pki with ca.key in it)");
    }
    return new MaliciousCertificateFactory(
        target, folder, CertificateAuthority.open(folder, target.clock()), rsa);
  }

  /** A certificate for the attacking account, perfect but for what the order says. */
  public Credentials ownAccount(CertificateOrder order) throws ClientException {
    return issue(order.withAlternativeNames(List.of("uri:securechat:user:" + target.user())));
  }

  /** A certificate that is perfect but for what the order says; one of a name for the whole run. */
  public Credentials issue(CertificateOrder order) throws ClientException {
    Credentials made = issued.get(order.name());
    if (made == null) {
      made = issueNew(order);
      issued.put(order.name(), made);
    }
    return made;
  }

  private Credentials issueNew(CertificateOrder order) throws ClientException {
    CertificateFiles files =
        order.key() == KeyKind.RSA2048
            ? authority.issue(order.replacing(), rsa.get())
            : authority.issue(order.replacing());
    try {
      return PemFiles.credentials(files.certificate(), files.key());
    } catch (IOException e) {
      throw new ClientException("a new certificate cannot be read: " + e.getMessage(), "");
    }
  }

  public static CertificateOrder order(String name, CertificateKind kind) {
    return CertificateOrder.of("attack-" + name, kind).withValidity(LIFE);
  }

  /** An order for {@code attack-NAME} that lives for an hour. */
  public static CertificateOrder order(String name, CertificateKind kind, KeyKind key) {
    return order(name, kind).withKey(key);
  }

  /** Revokes what was issued, at once. */
  public void revoke(String name) throws ClientException {
    if (revoked.add(name)) {
      authority.revoke(name, CrlReason.KEY_COMPROMISE);
    }
  }

  /** The authority's own certificate and key. */
  public Credentials authoritysOwn() throws ClientException {
    try {
      return PemFiles.credentials(folder.resolve("ca.pem"), folder.resolve("ca.key"));
    } catch (IOException e) {
      throw new ClientException("the authority's key cannot be read: " + e.getMessage(), "");
    }
  }

  /** A certificate for the account from an authority that has the right name and a wrong key. */
  public static Credentials fromImpostorCa(Target target) throws ClientException, IOException {
    return fromImpostorCa(target, CertificateAuthority::issue);
  }

  /** As above, with those keys in the certificate. */
  public static Credentials fromImpostorCa(Target target, KeyPair keys)
      throws ClientException, IOException {
    return fromImpostorCa(target, (impostor, order) -> impostor.issue(order, keys));
  }

  private interface Issuing {
    CertificateFiles issue(CertificateAuthority authority, CertificateOrder order)
        throws ClientException;
  }

  private static Credentials fromImpostorCa(Target target, Issuing issuing)
      throws ClientException, IOException {
    Path temporary = Files.createTempDirectory("securechat-attack");
    try {
      CertificateAuthority impostor =
          CertificateAuthority.create(
              temporary.resolve("pki"),
              authorityName(target),
              KeyKind.P256,
              Duration.ofDays(1),
              false,
              target.clock());
      CertificateFiles files =
          issuing.issue(impostor, CertificateOrder.of(target.user(), CertificateKind.CLIENT));
      return PemFiles.credentials(files.certificate(), files.key());
    } finally {
      Folders.delete(temporary);
    }
  }

  private static String authorityName(Target target) {
    String issuer = target.credentials().leaf().getIssuerX500Principal().getName();
    return issuer.replaceFirst("^.*CN=([^,]+).*$", "$1");
  }

  /** A certificate for the account signed only by its own key, which is Ed25519. */
  public static Credentials selfSigned(Target target) {
    return selfSigned(target, Providers.keyPairGenerator("Ed25519").generateKeyPair(), "Ed25519");
  }

  /** A certificate for the account signed only by its own key, which is RSA. */
  public static Credentials selfSigned(Target target, KeyPair keys) {
    return selfSigned(target, keys, "SHA256withRSA");
  }

  private static Credentials selfSigned(Target target, KeyPair keys, String signature) {
    try {
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
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Revokes what can still be used, and removes all keys. */
  @Override
  public void close() {
    for (String name : issued.keySet()) {
      try {
        if (!revoked.contains(name)) {
          authority.revoke(name, CrlReason.CESSATION_OF_OPERATION);
        }
        Files.deleteIfExists(folder.resolve("issued").resolve(name + ".key"));
        Files.deleteIfExists(folder.resolve("issued").resolve(name + ".pem"));
      } catch (ClientException | IOException _) {
        // It dies within the hour by itself.
      }
    }
  }
}
