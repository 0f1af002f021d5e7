package org.securechat.it.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.testkit.CompanyAuthority;
import org.securechat.client.testkit.EstAuthority;
import org.securechat.it.testbed.ClientProcess;
import org.securechat.it.testbed.CorporateAuthority;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.file.Pem;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.testkit.TestPki;

/**
 * A server and people with certificates of three authorities that are not ours, from nothing to a
 * verified receipt: AD CS' shape (a chain of three, a user principal name and a display name,
 * PKCS#12, a list with a critical issuingDistributionPoint), step-ca's (P-384, a root without a
 * list), and one that speaks EST.
 */
class CorporateAuthorityIT {
  private static final String ALICE = "alice@corp.example";
  private static final String SECRET = "lamp river seven";
  private static final String[] DIRECTORY = {
    "ldap:///CN=Corp%20Issuing%20CA,CN=pki,DC=corp,DC=example?certificateRevocationList",
    "http://pki.corp.example/CertEnroll/Corp%20Issuing%20CA.crl"
  };

  @TempDir private Path folder;
  private TestBed bed;
  private Path pki;

  @Test
  void fromNothingToALoginAndAVerifiedReceipt() throws Exception {
    CorporateAuthority root =
        CorporateAuthority.root("CN=Corp Root CA,DC=corp,DC=example", "rsa2048");
    CorporateAuthority policy = root.below("CN=Corp Policy CA,DC=corp,DC=example", "rsa2048");
    CorporateAuthority directory =
        policy.below("CN=Corp Issuing CA,DC=corp,DC=example", "rsa2048", DIRECTORY);
    CorporateAuthority stepRoot = CorporateAuthority.root("O=Step,CN=Step Root CA", "p384");
    CorporateAuthority step =
        stepRoot.below("O=Step,CN=Step Intermediate CA", "p384", "http://ca.example.org/1.0/crl");
    CompanyAuthority company = CompanyAuthority.root("Company Root");
    CompanyAuthority branch = company.below("Company Branch");
    try (TestBed made = TestBed.bare();
        EstAuthority est =
            new EstAuthority(
                branch,
                List.of(branch.certificate(), company.certificate()),
                branch.httpsServer())) {
      bed = made;
      pki = Files.createDirectories(bed.folder().resolve("pki"));
      Files.createDirectories(pki.resolve("issued"));
      PemFiles.writeCertificates(
          pki.resolve("ca.pem"),
          List.of(root.certificate(), stepRoot.certificate(), company.certificate()));
      publish(root.list(), policy.list(), directory.list(), step.list(), branch.list());

      requestServer(directory, step);
      exportOfTheDirectory(directory);
      requestOfDora(step);
      good(ALICE, "pki", "check", pki.toString(), "--roots-without-list", "--host", "127.0.0.1");
      bed.with("SECURECHAT_CRL", "excuse_roots").start();

      session(ALICE, "register");
      session(ALICE, "create", "desk");
      session("dora", "register");
      session("dora", "join", "desk");
      session("dora", "send", "--room", "desk", "from step");
      enrolledByEst(company, est);
      session(ALICE, "send", "--room", "desk", "from the directory");
      receiptVerifies();
    }
  }

  /** The server's from one authority and the receipt's, with an Ed25519 key, from the other. */
  private void requestServer(CorporateAuthority directory, CorporateAuthority step)
      throws Exception {
    good("", "pki", "request", "server", "--type", "server", "--key", "rsa2048");
    X509Certificate server =
        directory.issue(
            requested("server"),
            "CN=chat",
            KeyPurposeId.id_kp_serverAuth,
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    take("server", server, directory.chain(), "--type", "server");
    good("", "pki", "request", "receipt", "--type", "receipt", "--key", "ed25519");
    X509Certificate receipt =
        step.issue(
            requested("receipt"),
            "CN=receipts",
            KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36")),
            CorporateAuthority.uri("securechat:server:securechat"));
    take("receipt", receipt, step.chain(), "--type", "receipt");
  }

  /** A key that was made elsewhere, with a chain of three, in one file. */
  private void exportOfTheDirectory(CorporateAuthority directory) throws Exception {
    KeyPair own = TestPki.keys("rsa2048");
    X509Certificate leaf =
        directory.issue(
            own.getPublic(),
            "CN=Alice Liddell,OU=Staff,DC=corp,DC=example",
            KeyPurposeId.id_kp_clientAuth,
            CorporateAuthority.upn("Alice@corp.example"));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "le-user-template",
        own.getPrivate(),
        SECRET.toCharArray(),
        Stream.concat(Stream.of(leaf), directory.chain().stream()).toArray(X509Certificate[]::new));
    Path file = pki.resolve("issued").resolve(ALICE + ".pfx");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, SECRET.toCharArray());
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void requestOfDora(CorporateAuthority step) throws Exception {
    good("dora", "pki", "request", "dora", "--key", "p384", "--encrypt");
    X509Certificate leaf =
        step.issue(
            requested("dora"),
            "CN=dora",
            KeyPurposeId.id_kp_clientAuth,
            CorporateAuthority.uri("securechat:user:dora"));
    take("dora", leaf, step.chain());
    assertThat(pki.resolve("issued/dora.key")).content().contains("ENCRYPTED PRIVATE KEY");
  }

  /** The account stays the person's through a certificate with another key. */
  private void enrolledByEst(CompanyAuthority company, EstAuthority est) throws Exception {
    Path ca = folder.resolve("company.pem");
    PemFiles.writeCertificates(ca, List.of(company.certificate()));
    est.issuesFor(Duration.ofMinutes(90));
    good("carol", "pki", "enroll", "carol", "--est", est.origin(), "--ca", ca.toString());
    est.instead("simplereenroll", exchange -> EstAuthority.text(exchange, 503, "at lunch"));
    assertThat(session("carol", "register").err())
        .contains("your certificate ends in 0 hours", "could not be renewed", "at lunch");
    session("carol", "join", "desk");
    session("carol", "send", "--room", "desk", "with my first key");

    Path chain = pki.resolve("issued/carol.pem");
    X509Certificate first = PemFiles.certificates(chain).getFirst();
    est.behaves();
    est.issuesFor(Duration.ofMinutes(85));
    ClientProcess.Result failing = run("carol", "pki", "renew", "carol");
    assertThat(failing.exit()).as(failing.out()).isEqualTo(1);
    assertThat(failing.err()).contains("no later than the present one");

    est.issuesFor(Duration.ofDays(90));
    good("carol", "pki", "renew", "carol");
    X509Certificate next = PemFiles.certificates(chain).getFirst();
    assertThat(next.getPublicKey()).isNotEqualTo(first.getPublicKey());
    session("carol", "login");
    session("carol", "send", "--room", "desk", "with my second key");
    assertThat(session("carol", "history", "desk").out())
        .contains("with my first key", "with my second key");
  }

  /** Its signature is that of an Ed25519 key, for all three. */
  private void receiptVerifies() throws Exception {
    Path bundle = folder.resolve("desk-record");
    session(ALICE, "receipt", "--room", "desk", "--out", bundle.toString());
    SoftAssertions every = new SoftAssertions();
    Path trusted = Files.copy(pki.resolve("ca.pem"), folder.resolve("trusted.pem"));
    new AllVerifiers(trusted).acceptIfToldOfRoots(bundle, "of alice", every);
    every.assertAll();
    assertThat(run("", "verify", bundle.toString(), "--ca", authorities()).exit()).isEqualTo(1);
    good("", "verify", bundle.toString(), "--ca", authorities(), "--roots-without-list");
  }

  private String authorities() {
    return pki.resolve("ca.pem").toString();
  }

  private ClientProcess.Result session(String user, String... arguments) {
    return good(
        user,
        Stream.concat(Stream.of(arguments), Stream.of("--roots-without-list"))
            .toArray(String[]::new));
  }

  private void take(
      String name, X509Certificate leaf, List<X509Certificate> issuers, String... more)
      throws Exception {
    Path file = folder.resolve(name + ".cer");
    PemFiles.writeCertificates(file, Stream.concat(Stream.of(leaf), issuers.stream()).toList());
    good(
        name,
        Stream.concat(Stream.of("pki", "import", name, file.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private PublicKey requested(String name) throws Exception {
    String pem =
        Files.readString(pki.resolve("issued").resolve(name + ".csr"), StandardCharsets.US_ASCII);
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      return new JcaPEMKeyConverter()
          .getPublicKey(
              ((PKCS10CertificationRequest) parser.readObject()).getSubjectPublicKeyInfo());
    }
  }

  private void publish(X509CRL... lists) throws Exception {
    StringBuilder pem = new StringBuilder();
    for (X509CRL list : lists) {
      pem.append(Pem.encode("X509 CRL", list.getEncoded()));
    }
    Files.writeString(pki.resolve("crl.pem"), pem);
  }

  private ClientProcess.Result good(String user, String... arguments) {
    ClientProcess.Result result = run(user, arguments);
    assertThat(result.exit())
        .as("%s %s: %s%s", user, List.of(arguments), result.out(), result.err())
        .isZero();
    return result;
  }

  private ClientProcess.Result run(String user, String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SECURECHAT_PKI", pki.toString());
    environment.put("SECURECHAT_PASSWORD", TestBed.PASSWORD);
    environment.put("SECURECHAT_HOME", folder.resolve("home").toString());
    if (!user.isEmpty()) {
      environment.put("SECURECHAT_USER", user);
      environment.put("SECURECHAT_PASSPHRASE_FILE", secret().toString());
    }
    if (bed.server() != null) {
      environment.put("SECURECHAT_SERVER", "127.0.0.1:" + bed.server().address().getPort());
    }
    return ClientProcess.run(folder, environment, arguments);
  }

  private Path secret() {
    Path file = folder.resolve("passphrase");
    try {
      Files.writeString(file, SECRET + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
