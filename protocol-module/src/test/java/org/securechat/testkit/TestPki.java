package org.securechat.testkit;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;

/**
 * A certificate authority in memory. What it issues is right in every respect until an {@link
 * Order} says otherwise.
 */
public final class TestPki {
  /** When all tests take place. */
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** The clock that stands there. */
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  /** The server that receipt certificates name. */
  public static final String SERVER = "chat.example.org";

  private static final AtomicLong SERIAL = new AtomicLong(1000);

  private final X500Name name;
  private final KeyPair keys;
  private final String signatureAlgorithm;
  private final X509Certificate certificate;
  private final List<X509Certificate> path;

  private TestPki(
      String name, KeyPair keys, X509Certificate certificate, List<X509Certificate> path) {
    this(new X500Name("CN=" + name), keys, certificate, path);
  }

  private TestPki(
      X500Name name, KeyPair keys, X509Certificate certificate, List<X509Certificate> path) {
    this.name = name;
    this.keys = keys;
    this.signatureAlgorithm = signatureAlgorithm(keys);
    this.certificate = certificate;
    this.path = path;
  }

  /** A root with an Ed25519 key. */
  public static TestPki create() {
    return create("Test Authority", "ed25519");
  }

  /** A root by name and kind of key (ed25519, p256, p384, rsa1024, rsa2048, rsa3072). */
  public static TestPki create(String name, String keyKind) {
    KeyPair keys = keys(keyKind);
    TestPki unsigned = new TestPki(name, keys, null, List.of());
    X509Certificate root = unsigned.order(name).authority().sign(keys.getPublic());
    return new TestPki(name, keys, root, List.of());
  }

  /** An authority below this one. */
  public TestPki intermediate(String intermediateName) {
    KeyPair below = keys("ed25519");
    X509Certificate issued = order(intermediateName).authority().sign(below.getPublic());
    List<X509Certificate> above = new ArrayList<>(List.of(issued));
    above.addAll(path);
    return new TestPki(intermediateName, below, issued, above);
  }

  /** The same authority with another certificate for its key. */
  public TestPki reissued(Instant from, Instant to) {
    Order again = new Order("").subject(name).authority().valid(from, to);
    return new TestPki(name, keys, again.sign(keys.getPublic()), path);
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** A certificate for a user. */
  public Order client(String userName) {
    return order(userName).purposes(KeyPurposeId.id_kp_clientAuth);
  }

  /** A certificate for a server by its DNS name. */
  public Order server(String host) {
    return order(host)
        .purposes(KeyPurposeId.id_kp_serverAuth)
        .names(new GeneralName(GeneralName.dNSName, host));
  }

  /** A certificate for signing receipts. */
  public Order receipt() {
    return receipt(SERVER);
  }

  /** A certificate for signing the receipts of that server. */
  public Order receipt(String server) {
    return order("receipts")
        .purposes(KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36")))
        .names(
            new GeneralName(GeneralName.uniformResourceIdentifier, "securechat:server:" + server));
  }

  /** A certificate for answering about this authority's certificates. */
  public Order responder() {
    return order("responder").purposes(KeyPurposeId.id_kp_OCSPSigning);
  }

  /** The authority as somebody who signs. */
  public Credentials authority() {
    return new Credentials(List.of(certificate), keys.getPrivate());
  }

  /** Rules that trust this authority alone and ask for no list. */
  public CertificateRules rules() {
    return new CertificateRules(
        List.of(certificate), RevocationSource.none(), RevocationPolicy.ALLOW, CLOCK);
  }

  /** A list of this authority, a day old and valid for another. */
  public X509CRL crl(X509Certificate... revoked) {
    return crl(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)), revoked);
  }

  /** A list of this authority; {@code nextUpdate} may be null. */
  public X509CRL crl(Instant thisUpdate, Instant nextUpdate, X509Certificate... revoked) {
    return crl(thisUpdate, nextUpdate, List.of(), revoked);
  }

  /** A list with extensions of its own. */
  public X509CRL crl(
      Instant thisUpdate,
      Instant nextUpdate,
      List<Extension> extensions,
      X509Certificate... revoked) {
    JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(certificate, Date.from(thisUpdate));
    if (nextUpdate != null) {
      builder.setNextUpdate(Date.from(nextUpdate));
    }
    for (X509Certificate entry : revoked) {
      builder.addCRLEntry(entry.getSerialNumber(), Date.from(thisUpdate), CRLReason.keyCompromise);
    }
    try {
      for (Extension extension : extensions) {
        builder.addExtension(extension);
      }
      return new JcaX509CRLConverter().getCRL(builder.build(signer()));
    } catch (CertIOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A list whose one entry says that the certificate had become invalid before it was revoked. */
  public X509CRL crlWithInvalidityDate(
      Instant revoked, Instant invalid, X509Certificate certificateOfEntry) {
    JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(certificate, Date.from(revoked));
    builder.setNextUpdate(Date.from(revoked.plus(Duration.ofDays(1))));
    builder.addCRLEntry(
        certificateOfEntry.getSerialNumber(),
        Date.from(revoked),
        CRLReason.keyCompromise,
        Date.from(invalid));
    try {
      return new JcaX509CRLConverter().getCRL(builder.build(signer()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A fresh key pair. */
  public static KeyPair keys(String kind) {
    try {
      return switch (kind) {
        case "ed25519" -> Providers.keyPairGenerator("Ed25519").generateKeyPair();
        case "p256", "p384", "p521" -> {
          KeyPairGenerator ec = Providers.keyPairGenerator("EC");
          ec.initialize(new ECGenParameterSpec("secp" + kind.substring(1) + "r1"));
          yield ec.generateKeyPair();
        }
        default -> {
          KeyPairGenerator rsa = Providers.keyPairGenerator("RSA");
          rsa.initialize(Integer.parseInt(kind.substring("rsa".length())));
          yield rsa.generateKeyPair();
        }
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Order order(String subject) {
    return new Order(subject);
  }

  private static String signatureAlgorithm(KeyPair keys) {
    return switch (keys.getPublic().getAlgorithm()) {
      case "EC", "ECDSA" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> "Ed25519";
    };
  }

  private ContentSigner signer() {
    return signer(signatureAlgorithm);
  }

  private ContentSigner signer(String algorithm) {
    try {
      return new JcaContentSignerBuilder(algorithm)
          .setProvider(Providers.bouncyCastle())
          .build(keys.getPrivate());
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What to issue. */
  public final class Order {
    private X500Name subject;
    private String keyKind = "ed25519";
    private String algorithm = signatureAlgorithm;
    private Instant notBefore = NOW.minus(Duration.ofDays(1));
    private Instant notAfter = NOW.plus(Duration.ofDays(1));
    private boolean authority;
    private Integer keyUsage = KeyUsage.digitalSignature;
    private KeyPurposeId[] purposes = {};
    private GeneralName[] names = {};
    private Extension extra;

    private Order(String subject) {
      this.subject = new X500Name("CN=" + subject);
    }

    /** The subject, in place of a common name alone. */
    public Order subject(X500Name name) {
      subject = name;
      return this;
    }

    /** The kind of key, as for {@link TestPki#keys}. */
    public Order key(String kind) {
      keyKind = kind;
      return this;
    }

    /** The authority's signature algorithm, by its JCA name. */
    public Order signedBy(String jcaName) {
      algorithm = jcaName;
      return this;
    }

    /** The validity. */
    public Order valid(Instant from, Instant to) {
      notBefore = from;
      notAfter = to;
      return this;
    }

    /** An authority instead of a peer. */
    public Order authority() {
      authority = true;
      keyUsage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
      return this;
    }

    /** The key usage bits; null for none at all. */
    public Order keyUsage(Integer bits) {
      keyUsage = bits;
      return this;
    }

    /** The extended key usages; none for no such extension. */
    public Order purposes(KeyPurposeId... ids) {
      purposes = ids;
      return this;
    }

    /** The subject alternative names. */
    public Order names(GeneralName... alternativeNames) {
      names = alternativeNames;
      return this;
    }

    /** One more extension. */
    public Order extension(Extension extension) {
      extra = extension;
      return this;
    }

    /** Issues, with a fresh key. */
    public Credentials issue() {
      KeyPair pair = keys(keyKind);
      return new Credentials(chain(pair.getPublic()), pair.getPrivate());
    }

    /** Issues for a key that {@link Credentials} might refuse. */
    public List<X509Certificate> chain(PublicKey key) {
      List<X509Certificate> chain = new ArrayList<>(List.of(sign(key)));
      chain.addAll(path);
      return chain;
    }

    private X509Certificate sign(PublicKey key) {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(notBefore),
              Date.from(notAfter),
              subject,
              SubjectPublicKeyInfo.getInstance(key.getEncoded()));
      try {
        addExtensions(builder);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer(algorithm)));
      } catch (CertIOException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private void addExtensions(X509v3CertificateBuilder builder) throws CertIOException {
      if (authority) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      }
      if (keyUsage != null) {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
      }
      if (purposes.length > 0) {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
      }
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      if (extra != null) {
        builder.addExtension(extra);
      }
    }
  }
}
