package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.ClientException;
import org.securechat.client.session.SenderCertificates.CertificateUnavailableException;
import org.securechat.protocol.application.Answer.CertificateAnswer;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.testkit.TestPki;

/** Certificates and their issuers from a server that may lie (PROTOCOL.md §7.5 and §12, 4). */
class SenderCertificatesTest {
  private static final TestPki PKI = TestPki.create();
  private static final TestPki BRANCH = PKI.intermediate("Branch");
  private static final Credentials ALICE = BRANCH.client("alice").issue();
  private static final byte[] LEAF = ALICE.encodedChain().get(0);
  private static final byte[] ISSUER = ALICE.encodedChain().get(1);

  @TempDir Path folder;

  /** What the server answers for each hash, and what it was asked for. */
  private final Map<String, CertificateAnswer> answers = new HashMap<>();

  private final List<String> asked = new ArrayList<>();
  private SenderCertificates certificates;

  private SenderCertificates certificates() {
    if (certificates == null) {
      certificates =
          new SenderCertificates(
              new SenderCertificates.Trust(List.of(PKI.certificate()), RevocationSource.none()),
              folder,
              this::ask);
    }
    return certificates;
  }

  private CertificateAnswer ask(String sha256) throws ClientException {
    asked.add(sha256);
    CertificateAnswer answer = answers.get(sha256);
    if (answer == null) {
      throw new ClientException("bad_request");
    }
    return answer;
  }

  /** The server has that under its own hash, and names those issuers. */
  private String has(byte[] der, String... issuers) {
    String sha256 = Digests.sha256Hex(der);
    answers.put(sha256, new CertificateAnswer(sha256, der, List.of(issuers)));
    return sha256;
  }

  private PeerIdentity judged(String sha256) throws CertificateUnavailableException {
    return certificates().judge(certificates().get(sha256), Purpose.CLIENT, TestPki.NOW);
  }

  private void assertUnavailable(String sha256, Fault fault) {
    assertThatThrownBy(() -> judged(sha256))
        .isInstanceOfSatisfying(
            CertificateUnavailableException.class,
            e -> assertThat(e.finding().fault()).as("%s", e.finding()).isEqualTo(fault));
  }

  private List<Path> kept(Path in) {
    if (!Files.exists(in)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(in)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> keptIssuers() {
    return kept(folder.resolve("issuers"));
  }

  @Test
  void anIssuerIsFetchedKeptAndNotAskedForAgain() throws Exception {
    String leaf = has(LEAF, has(ISSUER));

    assertThat(judged(leaf).names("alice")).isTrue();
    assertThat(keptIssuers())
        .singleElement()
        .satisfies(file -> assertThat(file).hasBinaryContent(ISSUER));
    answers.clear();
    certificates = null;
    assertThat(judged(leaf).path()).hasSize(3);
  }

  @Test
  @DisplayName("12, 4: another certificate than the one that was asked for is none")
  void anotherCertificateThanAskedForIsRefused() {
    String leaf = Digests.sha256Hex(LEAF);
    answers.put(leaf, new CertificateAnswer(leaf, ISSUER, List.of()));

    assertUnavailable(leaf, Fault.OTHER_CERTIFICATE);
    assertThat(kept(folder)).isEmpty();
  }

  @Test
  @DisplayName("12, 4: another issuer than the one that was asked for is none")
  void anotherIssuerThanAskedForIsNotKept() {
    String issuer = Digests.sha256Hex(ISSUER);
    byte[] other = PKI.intermediate("Branch").certificate().getSerialNumber().toByteArray();
    answers.put(issuer, new CertificateAnswer(issuer, other, List.of()));

    assertUnavailable(has(LEAF, issuer), Fault.UNTRUSTED);
    assertThat(keptIssuers()).isEmpty();
  }

  @Test
  void whoHasNoIssuerToNameIsAskedOnce() {
    String leaf = has(LEAF);

    assertUnavailable(leaf, Fault.UNTRUSTED);
    int requests = asked.size();
    assertUnavailable(leaf, Fault.UNTRUSTED);
    assertThat(asked).hasSize(requests);
  }

  @Test
  void anIssuerThatIsNotSentLeavesTheSenderUntrusted() {
    assertUnavailable(has(LEAF, "ab".repeat(32)), Fault.UNTRUSTED);
    assertThat(keptIssuers()).isEmpty();
  }

  @Test
  void anIssuerThatNoAuthorityHasSignedIsNotKept() {
    TestPki stranger = TestPki.create().intermediate("Branch");

    assertUnavailable(has(LEAF, has(encoded(stranger.certificate()))), Fault.UNTRUSTED);
    assertThat(keptIssuers()).isEmpty();
  }

  @Test
  void aPersonsCertificateIsNoIssuer() {
    byte[] bob = PKI.client("bob").issue().encodedChain().get(0);

    assertUnavailable(has(LEAF, has(bob)), Fault.UNTRUSTED);
    assertThat(keptIssuers()).isEmpty();
  }

  @Test
  @DisplayName("6: exactly one DER certificate, since no verifier takes a bundle of others")
  void bytesBehindAnIssuerAreRefused() {
    for (byte[] other : List.of(longer(ISSUER), pem(ISSUER))) {
      certificates = null;
      assertUnavailable(has(LEAF, has(other)), Fault.UNTRUSTED);
      assertThat(keptIssuers()).isEmpty();
    }
  }

  @Test
  @DisplayName("6: exactly one DER certificate, also for a person's own")
  void bytesBehindALeafAreRefused() {
    byte[] leaf = PKI.client("bob").issue().encodedChain().get(0);
    for (byte[] other : List.of(longer(leaf), pem(leaf), new byte[0], new byte[] {0x30})) {
      assertUnavailable(has(other), Fault.NO_CERTIFICATE);
      assertThat(kept(folder)).isEmpty();
    }
  }

  @Test
  void issuersOfOneAnotherComeToAnEnd() throws Exception {
    String leaf = Digests.sha256Hex(LEAF);
    String issuer = has(ISSUER, Digests.sha256Hex(ISSUER), leaf);
    has(LEAF, issuer, leaf);

    assertThat(judged(leaf).names("alice")).isTrue();
    assertThat(asked).hasSizeLessThan(10);
  }

  /** Each answer names 32 more, of which each names 32 more. */
  @Test
  void issuersWithoutEndComeToAnEnd() {
    SenderCertificates.Fetch endless =
        sha256 -> {
          asked.add(sha256);
          byte[] der = sha256.equals(Digests.sha256Hex(LEAF)) ? LEAF : bytes(sha256);
          return new CertificateAnswer(
              sha256, der, IntStream.range(0, 32).mapToObj(i -> child(sha256, i)).toList());
        };
    certificates =
        new SenderCertificates(
            new SenderCertificates.Trust(List.of(PKI.certificate()), RevocationSource.none()),
            folder,
            endless);

    assertUnavailable(Digests.sha256Hex(LEAF), Fault.UNTRUSTED);
    assertThat(asked).hasSizeBetween(64, 200);
    assertThat(keptIssuers()).isEmpty();
  }

  private static final Map<String, byte[]> MADE = new HashMap<>();

  /** Some bytes of a certificate that the server makes up, by which it can be asked for them. */
  private static String child(String parent, int number) {
    byte[] der = (parent + number).getBytes(StandardCharsets.US_ASCII);
    String sha256 = Digests.sha256Hex(der);
    MADE.put(sha256, der);
    return sha256;
  }

  private static byte[] bytes(String sha256) {
    return MADE.get(sha256);
  }

  @Test
  void whatWasFoundBeforeTheServerFailsIsKeptWhole() throws Exception {
    String leaf = has(LEAF, has(ISSUER), "cd".repeat(32));

    assertThat(judged(leaf).names("alice")).isTrue();
    assertThat(keptIssuers())
        .singleElement()
        .satisfies(file -> assertThat(file).hasBinaryContent(ISSUER));
  }

  @Test
  void aHalfFileIsFetchedAgain() throws Exception {
    String leaf = has(LEAF, has(ISSUER));
    judged(leaf);
    Files.write(keptIssuers().get(0), Arrays.copyOf(ISSUER, 100));
    Files.write(folder.resolve(leaf + ".der"), Arrays.copyOf(LEAF, 100));
    certificates = null;

    assertThat(judged(leaf).names("alice")).isTrue();
    assertThat(keptIssuers())
        .singleElement()
        .satisfies(file -> assertThat(file).hasBinaryContent(ISSUER));
    assertThat(folder.resolve(leaf + ".der")).hasBinaryContent(LEAF);
  }

  private static byte[] longer(byte[] der) {
    return Arrays.copyOf(der, der.length + 1);
  }

  private static byte[] pem(byte[] der) {
    return ("-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END CERTIFICATE-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
