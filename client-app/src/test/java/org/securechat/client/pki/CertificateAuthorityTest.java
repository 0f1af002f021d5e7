package org.securechat.client.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.ClientException;
import org.securechat.protocol.identity.NameKind;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationAddresses;
import org.securechat.protocol.identity.ServerNames;
import org.securechat.protocol.identity.StatedName;

class CertificateAuthorityTest {
  @TempDir Path temporary;

  private CertificateAuthority create() throws ClientException {
    return create(KeyKind.P256, Clock.systemUTC());
  }

  private CertificateAuthority create(KeyKind key, Clock clock) throws ClientException {
    return CertificateAuthority.create(
        root(), "Test CA", key, CertificateAuthority.AUTHORITY_VALIDITY, false, clock);
  }

  private Path root() {
    return temporary.resolve("pki");
  }

  private OpenSsl.Result verify(CertificateFiles files, String... more) throws Exception {
    assumeThat(OpenSsl.present()).isTrue();
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "verify",
                "-x509_strict",
                "-CAfile",
                root().resolve("ca.pem"),
                "-CRLfile",
                root().resolve("crl.pem"),
                "-crl_check"));
    arguments.addAll(List.of(more));
    arguments.add(files.certificate());
    return OpenSsl.run(arguments.toArray());
  }

  @ParameterizedTest
  @EnumSource(KeyKind.class)
  void opensslAcceptsCertificateAndKeyOfEveryKind(KeyKind key) throws Exception {
    CertificateFiles made =
        create().issue(CertificateOrder.of("alice", CertificateKind.CLIENT).withKey(key));

    assertThat(verify(made, "-purpose", "sslclient").output()).endsWith(": OK\n");
    String certified = OpenSsl.run("x509", "-in", made.certificate(), "-noout", "-pubkey").output();
    assertThat(OpenSsl.run("pkey", "-in", made.key(), "-pubout").output())
        .startsWith("-----BEGIN PUBLIC KEY-----")
        .isEqualTo(certified);
  }

  @ParameterizedTest
  @EnumSource(KeyKind.class)
  void anAuthorityOfEveryKindWorksAfterItWasReopened(KeyKind key) throws Exception {
    create(key, Clock.systemUTC());
    CertificateAuthority reopened = CertificateAuthority.open(root(), Clock.systemUTC());

    CertificateFiles made = reopened.issue(CertificateOrder.of("s", CertificateKind.SERVER));

    assertThat(verify(made, "-purpose", "sslserver").output()).endsWith(": OK\n");
  }

  @Test
  void eachKindServesItsOwnPurposeOnly() throws Exception {
    CertificateAuthority authority = create();
    CertificateFiles client = authority.issue(CertificateOrder.of("c", CertificateKind.CLIENT));
    CertificateFiles server = authority.issue(CertificateOrder.of("s", CertificateKind.SERVER));
    CertificateFiles receipt = authority.issue(CertificateOrder.of("r", CertificateKind.RECEIPT));

    assertThat(verify(receipt, "-purpose", "any").code()).isZero();
    assertThat(verify(receipt, "-purpose", "smimesign").code()).isNotZero();
    assertThat(verify(client, "-purpose", "sslserver").code()).isNotZero();
    assertThat(verify(client, "-purpose", "smimesign").code()).isNotZero();
    assertThat(verify(server, "-purpose", "sslclient").code()).isNotZero();
    assertThat(verify(receipt, "-purpose", "sslclient").code()).isNotZero();
  }

  @Test
  void aReceiptCertificateNamesItsServerAndNoUser() throws Exception {
    CertificateAuthority authority = create();
    CertificateOrder order = CertificateOrder.of("receipt", CertificateKind.RECEIPT);
    X509Certificate usual = leaf(authority.issue(order));
    X509Certificate named = leaf(authority.issue(order.replacing().withServer("Chat.example.org")));

    assertThat(ServerNames.isForReceiptsOf("securechat", usual)).isTrue();
    assertThat(ServerNames.isForReceiptsOf("Chat.example.org", usual)).isFalse();
    assertThat(ServerNames.isForReceiptsOf("Chat.example.org", named)).isTrue();
    assertThat(named.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.36");
    for (CertificateOrder wrong :
        List.of(order.withEmail("a@b"), order.withServer("a b"), order.withServer(""))) {
      assertThatThrownBy(() -> authority.issue(wrong.replacing()))
          .isInstanceOf(ClientException.class);
    }
  }

  @Test
  void aMailAddressIsAName() throws Exception {
    X509Certificate leaf =
        leaf(create().issue(CertificateOrder.of("alice+x@example.org", CertificateKind.CLIENT)));

    assertThat(StatedName.in(leaf))
        .containsExactly(
            new StatedName(NameKind.URI, "alice+x@example.org"),
            new StatedName(NameKind.CN, "alice+x@example.org"));
  }

  /** As OpenSSL reads it, and as a server does: one more name, of its own kind. */
  @Test
  void aUserPrincipalNameIsAName() throws Exception {
    CertificateFiles made =
        create()
            .issue(
                CertificateOrder.of("alice", CertificateKind.CLIENT)
                    .withUpn("ASmith@AD.example.org"));

    assertThat(StatedName.in(leaf(made)))
        .containsExactly(
            new StatedName(NameKind.URI, "alice"),
            new StatedName(NameKind.CN, "alice"),
            new StatedName(NameKind.UPN, "asmith@ad.example.org"));
    assumeThat(OpenSsl.present()).isTrue();
    assertThat(
            OpenSsl.run("x509", "-in", made.certificate(), "-noout", "-ext", "subjectAltName")
                .output())
        .contains("othername:");
  }

  @ParameterizedTest
  @EnumSource(
      value = CertificateKind.class,
      names = {"SERVER", "RECEIPT"})
  void aUserPrincipalNameIsForUsersOnly(CertificateKind kind) throws Exception {
    CertificateAuthority authority = create();
    CertificateOrder order = CertificateOrder.of("s", kind).withUpn("s@example.org");

    assertThatThrownBy(() -> authority.issue(order))
        .isInstanceOfSatisfying(
            ClientException.class, e -> assertThat(e.remedy()).isEqualTo("Leave out --upn."));
    assertThat(authority.list()).isEmpty();
  }

  private static X509Certificate leaf(CertificateFiles made) throws IOException {
    return PemFiles.certificates(made.certificate()).get(0);
  }

  @Test
  void aCertificateCanSayWhereNewsOfItIs() throws Exception {
    String crl = "http://crl.example.org/ca.crl";
    String ocsp = "https://ocsp.example.org/";
    CertificateOrder order = CertificateOrder.of("alice", CertificateKind.CLIENT);
    CertificateAuthority authority = create();
    CertificateFiles made = authority.issue(order.withCrlUrl(crl).withOcspUrl(ocsp));

    X509Certificate leaf = PemFiles.certificates(made.certificate()).get(0);
    assertThat(RevocationAddresses.distributionPoints(leaf)).containsExactly(crl);
    assertThat(RevocationAddresses.responders(leaf)).containsExactly(ocsp);
    assertThat(verify(made, "-purpose", "sslclient").output()).endsWith(": OK\n");
    assertThatThrownBy(() -> authority.issue(order.replacing().withCrlUrl("file:///etc/passwd")))
        .isInstanceOf(ClientException.class);
  }

  @Test
  void aServerIsReachedByItsLoopbackNamesAndItsOwn() throws Exception {
    CertificateFiles made =
        create().issue(CertificateOrder.of("chat.example.org", CertificateKind.SERVER));

    assertThat(verify(made, "-verify_ip", "::1").code()).isZero();
    assertThat(verify(made, "-verify_hostname", "localhost").code()).isZero();
    assertThat(verify(made, "-verify_hostname", "chat.example.org").code()).isZero();
    assertThat(verify(made, "-verify_hostname", "other.example.org").code()).isNotZero();
  }

  @Test
  void alternativeNamesReplaceAServersDefaults() throws Exception {
    CertificateFiles made =
        create()
            .issue(
                CertificateOrder.of("s", CertificateKind.SERVER)
                    .withAlternativeNames(List.of("chat.test", "10.0.0.5")));

    assertThat(verify(made, "-verify_ip", "10.0.0.5").code()).isZero();
    assertThat(verify(made, "-verify_hostname", "chat.test").code()).isZero();
    assertThat(verify(made, "-verify_hostname", "localhost").code()).isNotZero();
  }

  @Test
  void aClientsCertificateNamesItsUser() throws Exception {
    CertificateAuthority authority = create();
    CertificateFiles made =
        authority.issue(
            CertificateOrder.of("alice", CertificateKind.CLIENT).withEmail("alice@example.org"));

    var leaf = authority.certificateOf(made.entry()).orElseThrow();
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=alice");
    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(6, "securechat:user:alice"), List.of(1, "alice@example.org"));
  }

  @Test
  void anExpiredCertificateIsWithinItsIssuersWordsExpired() throws Exception {
    CertificateFiles made =
        create()
            .issue(
                CertificateOrder.of("late", CertificateKind.CLIENT)
                    .withValidity(Duration.ofDays(-2)));

    assertThat(made.entry().status(Instant.now())).isEqualTo("expired");
    assertThat(verify(made).output()).contains("certificate has expired");
  }

  @Test
  void aCertificateMayStartLater() throws Exception {
    CertificateFiles made =
        create()
            .issue(
                CertificateOrder.of("soon", CertificateKind.CLIENT)
                    .withNotBefore(Instant.now().plus(Duration.ofDays(1))));

    assertThat(made.entry().status(Instant.now())).isEqualTo("future");
    assertThat(verify(made).output()).contains("not yet valid");
  }

  @Test
  void aRevokedCertificateIsOnTheListAndAnotherIsNot() throws Exception {
    CertificateAuthority authority = create();
    CertificateFiles bad = authority.issue(CertificateOrder.of("bad", CertificateKind.CLIENT));
    CertificateFiles good = authority.issue(CertificateOrder.of("good", CertificateKind.CLIENT));

    assertThat(authority.revoke("bad", CrlReason.KEY_COMPROMISE))
        .extracting(IssuedCertificate::serial)
        .containsExactly(bad.entry().serial());

    assertThat(verify(bad).output()).contains("certificate revoked");
    assertThat(verify(good).code()).isZero();
    assertThat(OpenSsl.run("crl", "-in", root().resolve("crl.pem"), "-noout", "-text").output())
        .contains("Key Compromise");
  }

  @Test
  void aNameRevokesEveryCertificateOfThatNameAndASerialOne() throws Exception {
    CertificateAuthority authority = create();
    CertificateOrder order = CertificateOrder.of("alice", CertificateKind.CLIENT);
    CertificateFiles first = authority.issue(order);
    authority.issue(order.replacing());
    authority.issue(order.replacing());

    String typed = first.entry().serial().toUpperCase(java.util.Locale.ROOT);
    assertThat(authority.revoke(typed, CrlReason.SUPERSEDED)).hasSize(1);
    assertThat(authority.revoke("alice", CrlReason.SUPERSEDED)).hasSize(2);
    assertThatThrownBy(() -> authority.revoke("alice", CrlReason.SUPERSEDED))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("revoked already");
    assertThatThrownBy(() -> authority.revoke("nobody", CrlReason.SUPERSEDED))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("no certificate");
  }

  @Test
  void onlyFormerReceiptCertificatesAreKept() throws Exception {
    CertificateAuthority authority = create();
    Path issued = root().resolve("issued");
    CertificateOrder receipt = CertificateOrder.of("receipt", CertificateKind.RECEIPT);
    CertificateOrder alice = CertificateOrder.of("alice", CertificateKind.CLIENT);
    CertificateFiles first = authority.issue(receipt);
    byte[] firstPem = Files.readAllBytes(first.certificate());
    CertificateFiles second = authority.issue(receipt.replacing());
    authority.issue(alice);

    authority.issue(receipt.replacing());
    authority.issue(alice.replacing());

    assertThat(issued.resolve("alice.former")).doesNotExist();
    assertThat(issued.resolve("receipt.former"))
        .isDirectoryContaining("glob:**/" + second.entry().serial() + ".pem");
    assertThat(issued.resolve("receipt.former/" + first.entry().serial() + ".pem"))
        .hasBinaryContent(firstPem);
  }

  @Test
  void keysAreForTheirOwnerOnly() throws Exception {
    CertificateFiles made = create().issue(CertificateOrder.of("a", CertificateKind.CLIENT));
    assumeThat(Files.getFileStore(temporary).supportsFileAttributeView("posix")).isTrue();

    assertThat(mode(root())).isEqualTo("rwx------");
    assertThat(mode(root().resolve("issued"))).isEqualTo("rwx------");
    assertThat(mode(root().resolve("ca.key"))).isEqualTo("rw-------");
    assertThat(mode(made.key())).isEqualTo("rw-------");
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void theListAndTheIndexOfAnAuthorityThatIsAwayAreNotOverwritten() throws Exception {
    CertificateAuthority authority = create();
    authority.issue(CertificateOrder.of("a", CertificateKind.CLIENT));
    authority.revoke("a", CrlReason.KEY_COMPROMISE);
    byte[] list = Files.readAllBytes(root().resolve("crl.pem"));
    byte[] index = Files.readAllBytes(root().resolve("index"));
    Files.delete(root().resolve("ca.pem"));
    Files.delete(root().resolve("ca.key"));

    assertThatThrownBy(this::create)
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("what is left of one");

    assertThat(root().resolve("crl.pem")).hasBinaryContent(list);
    assertThat(root().resolve("index")).hasBinaryContent(index);
  }

  @Test
  void nothingIsOverwrittenUnasked() throws Exception {
    CertificateAuthority authority = create();
    CertificateFiles made = authority.issue(CertificateOrder.of("a", CertificateKind.CLIENT));
    byte[] key = Files.readAllBytes(made.key());
    byte[] ca = Files.readAllBytes(root().resolve("ca.key"));

    assertThatThrownBy(() -> authority.issue(CertificateOrder.of("a", CertificateKind.CLIENT)))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("already");
    assertThatThrownBy(this::create)
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("already");

    assertThat(made.key()).hasBinaryContent(key);
    assertThat(root().resolve("ca.key")).hasBinaryContent(ca);
  }

  @Test
  void aForcedNewAuthorityKeepsTheOldOneAside() throws Exception {
    create().issue(CertificateOrder.of("a", CertificateKind.CLIENT));
    byte[] old = Files.readAllBytes(root().resolve("ca.key"));

    CertificateAuthority anew =
        CertificateAuthority.create(
            root(), "New", KeyKind.P256, Duration.ofDays(1), true, Clock.systemUTC());

    assertThat(anew.list()).isEmpty();
    try (var files = Files.walk(root())) {
      assertThat(files.filter(file -> file.endsWith("ca.key")).map(this::bytes))
          .hasSize(2)
          .contains(old);
    }
  }

  private byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void concurrentOrdersAreAllRemembered() throws Exception {
    create();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<CertificateFiles>> made = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String name = "user" + i;
        made.add(
            pool.submit(() ->
                CertificateAuthority.open(root(), Clock.systemUTC())
                    .issue(CertificateOrder.of(name, CertificateKind.CLIENT))));
      }
      for (Future<CertificateFiles> one : made) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(CertificateAuthority.open(root(), Clock.systemUTC()).list())
        .extracting(IssuedCertificate::name)
        .hasSize(12)
        .doesNotHaveDuplicates();
  }

  @Test
  void aListPastHalfItsLifeIsRenewedAndAFreshOneIsLeft() throws Exception {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    create(KeyKind.P256, Clock.fixed(start, ZoneOffset.UTC));
    byte[] fresh = Files.readAllBytes(root().resolve("crl.pem"));

    at(start.plus(Duration.ofDays(40))).renewList();
    assertThat(root().resolve("crl.pem")).hasBinaryContent(fresh);

    at(start.plus(Duration.ofDays(50))).renewList();
    var list = RevocationListFile.read(root().resolve("crl.pem"));
    assertThat(list.current().orElseThrow().getNextUpdate().toInstant())
        .isEqualTo(start.plus(Duration.ofDays(140)));
    assertThat(list.nextNumber().intValue()).isEqualTo(3);
  }

  private CertificateAuthority at(Instant now) throws ClientException {
    return CertificateAuthority.open(root(), Clock.fixed(now, ZoneOffset.UTC));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Alice", "../x", "a/b", "-a", ".a", "a b", "a\tb", "é"})
  void aNameThatIsNoNameIsRefused(String name) throws Exception {
    CertificateAuthority authority = create();
    assertThatThrownBy(() -> authority.issue(CertificateOrder.of(name, CertificateKind.CLIENT)))
        .isInstanceOf(ClientException.class);
    assertThat(authority.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "ip:300.1.1.1",
        "dns:",
        "dns:-x",
        "email:nobody",
        "uri:nothing",
        "upn:a b",
        "upn:"
      })
  void anAlternativeNameThatIsNoneIsRefused(String name) throws Exception {
    CertificateAuthority authority = create();
    CertificateOrder order =
        CertificateOrder.of("s", CertificateKind.SERVER).withAlternativeNames(List.of(name));
    assertThatThrownBy(() -> authority.issue(order))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("not a name");
    assertThat(authority.list()).isEmpty();
  }

  @Test
  void aReceiptSignerCanHaveAKeyOfEveryKind() throws Exception {
    CertificateAuthority authority = create();
    for (KeyKind kind : KeyKind.values()) {
      CertificateFiles made =
          authority.issue(
              CertificateOrder.of("r", CertificateKind.RECEIPT).withKey(kind).replacing());
      assertThat(PemFiles.credentials(made.certificate(), made.key()).sign(new byte[] {1}))
          .isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab\tclient\tx\n",
        "ab\tking\tx\t2026-01-01T00:00:00Z\t2026-01-01T00:00:00Z\tff\t-\t-\n",
        "ab\tclient\tx\tyesterday\t2026-01-01T00:00:00Z\tff\t-\t-\n",
        "ab\tclient\tx\t2026-01-01T00:00:00Z\t2026-01-01T00:00:00Z\tff\t2026-01-01T00:00:00Z\t?\n"
      })
  void aDamagedIndexIsNamedWithItsLine(String line) throws Exception {
    CertificateAuthority authority = create();
    Files.writeString(root().resolve("index"), line);
    assertThatThrownBy(authority::list)
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("damaged at line 1");
  }

  @Test
  void aFolderWithoutAnAuthorityIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> CertificateAuthority.open(root(), Clock.systemUTC()))
        .isInstanceOfSatisfying(
            ClientException.class, problem -> assertThat(problem.remedy()).contains("pki init"));
  }
}
