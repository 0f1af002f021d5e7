package org.securechat.it.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.SoftAssertions;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.it.client.TestClient;
import org.securechat.it.client.Trust;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.Folders;
import org.securechat.it.testbed.IssuingAuthority;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.file.Pem;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.wire.AlertCode;

/**
 * A root in a safe, which publishes no list: an authority below it has issued everything, and the
 * server is told so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationListsIT {
  private static final KeyPurposeId DOCUMENT_SIGNING =
      KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36"));
  private final Instant end = Instant.now().plus(Duration.ofDays(30));

  @TempDir private Path folder;
  private TestBed bed;
  private IssuingAuthority staff;
  private CertificateRules told;

  @BeforeAll
  void serve() throws Exception {
    bed = TestBed.bare();
    Path pki = new PkiFolder(bed.folder().resolve("pki")).root();
    staff = new IssuingAuthority(pki, "Staff Authority");
    staff.forgetOtherLists();
    staff.publish(pki, end);
    write(
        "server",
        staff.issue(
            "server",
            KeyPurposeId.id_kp_serverAuth,
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    write(
        "receipt",
        staff.issue(
            "receipt",
            DOCUMENT_SIGNING,
            new GeneralName(
                GeneralName.uniformResourceIdentifier, "securechat:server:securechat")));
    bed.with("SECURECHAT_CRL", "excuse_roots").start();
    told = Trust.excusingRoots(pki);
  }

  @AfterAll
  void stop() {
    bed.close();
  }

  private void write(String name, Credentials credentials) throws Exception {
    Path issued = Files.createDirectories(bed.folder().resolve("pki/issued"));
    PemFiles.writeCertificates(issued.resolve(name + ".pem"), credentials.chain());
    PemFiles.writePrivateKey(issued.resolve(name + ".key"), credentials.privateKey());
  }

  private TestClient connect(Credentials credentials, CertificateRules rules) {
    return TestClient.connect(bed.loop(), bed.server().address(), credentials, rules);
  }

  private TestClient member(Credentials credentials, String name) {
    TestClient client = connect(credentials, told).register(name, TestBed.PASSWORD);
    client.login(name, TestBed.PASSWORD);
    return client;
  }

  @Test
  void withoutAListOfTheRootPeopleTalkAndWhoeverIsToldVerifies() throws Exception {
    String name = TestBed.name("carol");
    TestClient carol = member(staff.client(name), name);
    String room = TestBed.name("safe");
    carol.create(room, Visibility.PUBLIC);
    TestClient.await(carol.say(room, "the root is in a safe"));

    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    Path bundle = bundle(auditor, room, "excused");
    AllVerifiers verifiers = new AllVerifiers(bed.folder().resolve("pki/ca.pem"));
    SoftAssertions every = new SoftAssertions();
    verifiers.acceptIfToldOfRoots(bundle, "of an excused root", every);
    every.assertAll();
    assertThat(auditor.get("/certificates/crls").body()).contains("CN=Staff Authority");
    assertThat(AdminCaller.enrolled(bed, "operator").get("/metrics").body())
        .contains("securechat_crl_next_update_timestamp_seconds{issuer=\"CN=Staff Authority\"}")
        .doesNotContain("{issuer=\"CN=Test CA\"} 0");
  }

  @Test
  void onlyIssuersAreExcused() throws Exception {
    TestClient direct = connect(bed.certified(TestBed.name("direct")), told);
    assertThat(direct.ending().alert()).contains(AlertCode.REVOCATION_UNKNOWN);

    String name = TestBed.name("untold");
    TestClient untold = connect(staff.client(name), bed.rules());
    assertThat(untold.ending().reason())
        .contains("this side failed: revocation_unknown", "CN=Staff Authority");
  }

  @Test
  void largeListIsTakenOverHttpAndActs() throws Exception {
    String name = TestBed.name("mallory");
    Credentials mallory = staff.client(name);
    TestClient client = member(mallory, name);
    String other = TestBed.name("honest");
    TestClient honest = member(staff.client(other), other);
    String room = TestBed.name("large");
    honest.create(room, Visibility.PUBLIC);
    TestClient.await(honest.say(room, "before the list"));

    AdminCaller administrator = AdminCaller.enrolled(bed, "administrator");
    List<BigInteger> many =
        new ArrayList<>(
            LongStream.range(0, 100_000)
                .mapToObj(i -> BigInteger.ONE.shiftLeft(120).add(BigInteger.valueOf(i)))
                .toList());
    many.add(mallory.leaf().getSerialNumber());
    String list = pem(staff.list(5, end, many));
    assertThat(upload(administrator, list)).isEqualTo(200);
    assertThat(client.ending().alert()).contains(AlertCode.CERTIFICATE_REVOKED);
    assertThat(connect(mallory, told).ending().alert()).contains(AlertCode.CERTIFICATE_REVOKED);
    assertThat(administrator.get("/certificates/crls").body()).contains("100001");

    TestClient.await(honest.say(room, "after it"));
    SoftAssertions every = new SoftAssertions();
    Path bundle = bundle(AdminCaller.enrolled(bed, "auditor"), room, "large");
    new AllVerifiers(bed.folder().resolve("pki/ca.pem"))
        .acceptIfToldOfRoots(bundle, "with a large list", every);
    every.assertAll();

    String whole = list.repeat((10 << 20) / list.length() + 1);
    assertThat(upload(administrator, whole)).as("more than 10 MiB").isEqualTo(413);
    String full = list + " ".repeat((10 << 20) - list.length());
    assertThat(upload(administrator, full)).as("10 MiB").isEqualTo(200);
    await()
        .atMost(TestClient.LIMIT)
        .untilAsserted(() -> TestClient.await(honest.say(room, "still here")));
  }

  private static int upload(AdminCaller administrator, String list) throws Exception {
    return administrator.upload("/certificates/crls", "application/pkix-crl", list).statusCode();
  }

  private static String pem(X509CRL list) throws Exception {
    return Pem.encode("X509 CRL", list.getEncoded());
  }

  private Path bundle(AdminCaller auditor, String room, String name) throws Exception {
    byte[] zip = auditor.download("/rooms/" + room + "/bundle").body();
    return Folders.unzip(Files.write(folder.resolve(name + ".zip"), zip), folder.resolve(name));
  }
}
