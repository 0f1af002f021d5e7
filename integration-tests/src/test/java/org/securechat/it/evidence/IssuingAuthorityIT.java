package org.securechat.it.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.ClientProcess;
import org.securechat.it.testbed.Folders;
import org.securechat.it.testbed.IssuingAuthority;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.DerCertificate;

/**
 * People whose certificates come from an authority below the one that is trusted: the server keeps
 * what stands between, and so do other members, or no bundle with their lines could be verified.
 */
class IssuingAuthorityIT {
  @TempDir Path folder;

  @Test
  void bundlesOfServerAndMembersHaveTheAuthoritiesBetween() throws Exception {
    try (TestBed bed = TestBed.bare()) {
      Path pki = new PkiFolder(bed.folder().resolve("pki")).root();
      IssuingAuthority staff = new IssuingAuthority(pki, "Staff Authority");
      bed.pki().issueFiles("server", CertificateKind.SERVER, order -> order);
      bed.pki().issueFiles("receipt", CertificateKind.RECEIPT, order -> order);
      bed.start();
      AllVerifiers verifiers = new AllVerifiers(bed.pki().authorityFile());
      Person alice = bed.person("alice");
      String room = TestBed.name("mixed");
      alice.client().create(room, Visibility.PUBLIC);
      String carol = TestBed.name("carol");
      Credentials below = staff.client(carol);
      TestClient client = bed.connect(below).register(carol, TestBed.PASSWORD);
      client.login(carol, TestBed.PASSWORD);
      client.join(room);
      TestClient.await(client.say(room, "from below"));
      TestClient.await(alice.client().say(room, "from above"));
      await()
          .untilAsserted(() ->
              assertThat(alice.client().room(room).texts())
                  .containsExactly("from below", "from above"));

      SoftAssertions every = new SoftAssertions();
      AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
      byte[] zip = auditor.download("/rooms/" + room + "/bundle").body();
      Path file = Files.write(folder.resolve("bundle.zip"), zip);
      verifiers.accept(Folders.unzip(file, folder.resolve("server")), "by the server", every);

      Map<String, String> environment =
          ClientProcess.environment(bed, alice.name(), TestBed.PASSWORD, folder.resolve("home"));
      Path own = folder.resolve("member");
      var made =
          ClientProcess.run(
              bed.folder(), environment, "receipt", "--room", room, "--out", own.toString());
      assertThat(made.exit()).as(made.out() + made.err()).isZero();
      verifiers.accept(own, "by a member", every);
      every.assertAll();
      theEndOfAnIssuersListIsTold(bed, staff, pki);
      anIssuerWhosePeopleAreGoneIsNoReasonNotToBeReady(bed, below);
    }
  }

  /** The list of the authority above is current all the while. */
  private static void theEndOfAnIssuersListIsTold(TestBed bed, IssuingAuthority staff, Path pki)
      throws Exception {
    AdminCaller operator = AdminCaller.enrolled(bed, "operator");
    staff.publish(pki, Instant.now().plus(Duration.ofDays(6)));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(operator.get("/health").body())
                .contains("the list of CN=Staff Authority ends soon"));
    assertThat(AdminCaller.enrolled(bed, "auditor").get("/certificates/crls").body())
        .contains("\"ends_soon\"");

    staff.publish(pki, Instant.now().minusSeconds(1));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(operator.get("/health").body())
                .contains("the list of CN=Staff Authority has ended"));
    assertThat(operator.get("/metrics").body())
        .contains(
            "securechat_crl_next_update_timestamp_seconds{issuer=\"CN=Staff Authority\"} 0.0");
    assertThat(AdminCaller.enrolled(bed, "auditor").get("/certificates/crls").body())
        .contains("that name http://ca.example.org/1.0/crl", "\"ended\"");
  }

  /**
   * The last of them is revoked here; that the issuer's list has ended is a warning from now on.
   */
  private static void anIssuerWhosePeopleAreGoneIsNoReasonNotToBeReady(
      TestBed bed, Credentials last) throws Exception {
    assertThat(readiness(bed)).isEqualTo(503);
    AdminCaller administrator = AdminCaller.enrolled(bed, "administrator");
    String path = "/certificates/" + DerCertificate.sha256(last.leaf());
    String tag = administrator.get(path).headers().firstValue("ETag").orElseThrow();
    assertThat(
            administrator
                .ask("POST", path + "/revoke", "{\"reason\":\"superseded\"}", tag)
                .statusCode())
        .isEqualTo(200);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(readiness(bed)).isEqualTo(200));
    AdminCaller operator = AdminCaller.enrolled(bed, "operator");
    assertThat(operator.get("/health").body())
        .contains("there is no current list of CN=Staff Authority", "no valid certificate");
    assertThat(operator.get("/metrics").body())
        .contains("securechat_crl_unused_issuer{issuer=\"CN=Staff Authority\"} 1.0")
        .doesNotContain(
            "securechat_crl_next_update_timestamp_seconds{issuer=\"CN=Staff Authority\"}");
  }

  private static int readiness(TestBed bed) throws Exception {
    return bed.http()
        .send(
            HttpRequest.newBuilder(URI.create(bed.server().health() + "/ready")).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
