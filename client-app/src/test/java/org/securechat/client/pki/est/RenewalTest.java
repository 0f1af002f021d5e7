package org.securechat.client.pki.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.client.ClientException;
import org.securechat.client.identity.Identity;
import org.securechat.client.identity.IdentityFiles;
import org.securechat.client.identity.RememberedPassphrase;
import org.securechat.client.pki.CertificateImport;
import org.securechat.client.testkit.CompanyAuthority;
import org.securechat.client.testkit.EstAuthority;
import org.securechat.protocol.file.Pem;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.key.EncryptedKey;
import org.securechat.protocol.identity.key.Passphrase;

/** The next certificate, by hand and when the client starts. */
class RenewalTest {
  private static final String PASSPHRASE = "lamp river seven";

  @TempDir private Path root;
  private CompanyAuthority top;
  private CompanyAuthority branch;
  private EstAuthority server;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    top = CompanyAuthority.root("Company Root");
    branch = top.below("Company Branch");
    server =
        new EstAuthority(
            branch, List.of(branch.certificate(), top.certificate()), branch.httpsServer());
    Files.createDirectory(root.resolve("issued"));
    PemFiles.writeCertificates(root.resolve("ca.pem"), List.of(top.certificate()));
    settings().write(root, "alice");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void newKeyAndTheSameNamesAndTheFormerOnesKept() throws Exception {
    Credentials former = has(Duration.ofDays(20));
    CertificateImport.Done done = renewal().run(settings(), former, remembered());
    Credentials next = present();
    assertThat(next.leaf()).isNotEqualTo(former.leaf());
    assertThat(next.leaf().getPublicKey()).isNotEqualTo(former.leaf().getPublicKey());
    assertThat(next.leaf().getSubjectX500Principal())
        .isEqualTo(former.leaf().getSubjectX500Principal());
    assertThat(next.leaf().getSubjectAlternativeNames())
        .containsExactlyElementsOf(former.leaf().getSubjectAlternativeNames());
    assertThat(done.backups()).hasSize(2);
    assertThat(server.asked()).contains("simplereenroll certificate");
    assertThat(issued("alice.next.key")).doesNotExist();
  }

  @Test
  void newKeyIsEncryptedByThePassphraseOfTheFormerOne() throws Exception {
    Credentials former = has(Duration.ofDays(20));
    Files.delete(issued("alice.key"));
    Files.write(
        issued("alice.key"), EncryptedKey.encode(former.privateKey(), PASSPHRASE.toCharArray()));
    int[] asked = {0};
    Passphrase typed =
        (_, _) -> {
          asked[0]++;
          return Optional.of(PASSPHRASE.toCharArray());
        };
    try (RememberedPassphrase passphrase = new RememberedPassphrase(typed)) {
      Identity identity = Identity.load(files(), passphrase, RevocationPolicy.ALLOW);
      renewal().run(settings(), identity.credentials(), passphrase);
      Identity next = Identity.load(files(), passphrase, RevocationPolicy.ALLOW);
      assertThat(next.credentials().leaf()).isNotEqualTo(former.leaf());
    }
    assertThat(asked[0]).isEqualTo(1);
    assertThat(issued("alice.key")).content().startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    assertThat(Files.getPosixFilePermissions(issued("alice.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest
  @CsvSource({
    "another name,does not state the name alice",
    "no longer,no later than the present one",
    "old key,no certificate here is for the key"
  })
  void nextCertificateThatIsWorseIsNotTaken(String fault, String why) throws Exception {
    Credentials former = has(Duration.ofDays(20));
    server.issues(
        "simplereenroll",
        request -> {
          List<Extension> asked =
              Stream.of(request.getRequestedExtensions().getExtensionOIDs())
                  .map(request.getRequestedExtensions()::getExtension)
                  .toList();
          return List.of(
              switch (fault) {
                case "another name" ->
                    branch.issue(
                        new X500Name("CN=alice2"),
                        request.getSubjectPublicKeyInfo(),
                        asked.stream()
                            .filter(
                                each -> !each.getExtnId().equals(Extension.subjectAlternativeName))
                            .toList());
                case "no longer" ->
                    branch.issue(
                        request.getSubject(),
                        request.getSubjectPublicKeyInfo(),
                        asked,
                        Instant.now().minusSeconds(60),
                        former.leaf().getNotAfter().toInstant());
                default -> former.leaf();
              });
        });
    ClientException refused =
        catchThrowableOfType(
            ClientException.class, () -> renewal().run(settings(), former, remembered()));
    assertThat(refused).hasMessageContaining(why);
    assertThat(present().leaf()).isEqualTo(former.leaf());
    assertThat(EstSettings.find(root, "alice").orElseThrow().failed()).isPresent();
  }

  @Test
  void nothingIsDoneWhileThereIsTime() throws Exception {
    Credentials present = has(Duration.ofDays(365));
    assertThat(look(present, Duration.ofDays(300))).isFalse();
    assertThat(told).isEmpty();
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void startRenewsWhatEndsSoonAndSaysSo() throws Exception {
    server.issuesFor(Duration.ofDays(400));
    Credentials present = has(Duration.ofDays(365));
    assertThat(look(present, Duration.ofDays(336))).isTrue();
    assertThat(told)
        .singleElement()
        .asString()
        .contains("your certificate is renewed by https://127.0.0.1:", "with a new key");
    assertThat(present().leaf()).isNotEqualTo(present.leaf());
  }

  @Test
  void failureIsToldAndNotRepeatedAtOnceAndNeverFatal() throws Exception {
    server.instead("simplereenroll", exchange -> EstAuthority.text(exchange, 500, "on fire"));
    Credentials present = has(Duration.ofDays(20));
    assertThat(look(present, Duration.ofDays(15))).isFalse();
    assertThat(told)
        .singleElement()
        .asString()
        .contains("your certificate ends in 5 days", "on fire", "It holds until then");
    int requests = server.asked().size();

    server.behaves();
    assertThat(look(present, Duration.ofDays(15))).isFalse();
    assertThat(server.asked()).hasSize(requests);
    assertThat(told.getLast()).contains("'securechat pki renew alice' tries again");

    assertThat(look(present, Duration.ofDays(16))).isTrue();
    assertThat(EstSettings.find(root, "alice").orElseThrow().failed()).isEmpty();
  }

  @Test
  void serverThatIsAwayIsToldAndThePresentCertificateStays() throws Exception {
    Credentials present = has(Duration.ofDays(20));
    server.close();
    assertThat(look(present, Duration.ofDays(15))).isFalse();
    assertThat(told).singleElement().asString().contains("there is no connection to");
    assertThat(present().leaf()).isEqualTo(present.leaf());
  }

  @Test
  void withoutAServerTheEndIsTold() throws Exception {
    Credentials present = has(Duration.ofDays(20));
    Files.delete(EstSettings.file(root, "alice"));
    assertThat(look(present, Duration.ofDays(15))).isFalse();
    assertThat(look(present, Duration.ofDays(21))).isFalse();
    assertThat(told).hasSize(2);
    assertThat(told.getFirst()).contains("ends in 5 days", "get the next one from your authority");
    assertThat(told.getLast()).contains("your certificate ended at");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void keyThatIsNamedByItselfIsNotReplaced() throws Exception {
    Credentials present = has(Duration.ofDays(20));
    Path elsewhere = Files.copy(issued("alice.key"), root.resolve("alice.key"));
    IdentityFiles named =
        IdentityFiles.find(
            root,
            Optional.of("alice"),
            Optional.of(issued("alice.pem")),
            Optional.of(elsewhere),
            Optional.empty(),
            Optional.empty());
    assertThat(look(named, present, Duration.ofDays(15))).isFalse();
    assertThat(present().leaf()).isEqualTo(present.leaf());
  }

  @Test
  void damagedSettingsAreToldAndNotFatal() throws Exception {
    Credentials present = has(Duration.ofDays(20));
    for (String damaged : List.of("", "address=http://x\n", "address=https://x\nfailed=never\n")) {
      Files.writeString(EstSettings.file(root, "alice"), damaged);
      assertThat(look(present, Duration.ofDays(15))).isFalse();
      assertThat(told.getLast()).contains("alice.est cannot be used");
    }
  }

  @Test
  void changeThatWasDecidedIsCompletedByTheNextStart() throws Exception {
    Credentials former = has(Duration.ofDays(20));
    Credentials next = branch.user("alice", Duration.ofDays(90));
    Path taken = Files.createDirectory(issued("alice.taken"));
    Files.write(taken.resolve("chain"), PemFiles.encode(next.chain()));
    Files.write(issued("alice.key"), Pem.encode(next.privateKey()));
    assertThat(Identity.load(files(), RevocationPolicy.ALLOW).credentials().leaf())
        .isEqualTo(next.leaf())
        .isNotEqualTo(former.leaf());
  }

  @ParameterizedTest
  @CsvSource({"365,30", "90,30", "60,20", "30,10", "21,7", "14,7", "10,5", "1,0.5"})
  void lifeAndWhenToRenew(double days, double before) throws Exception {
    Duration life = Duration.ofMinutes((long) (days * 1440));
    X509Certificate leaf = branch.user("alice", life).leaf();
    RenewalTime time = RenewalTime.of(leaf);
    assertThat(Duration.between(time.due(), time.end()))
        .isEqualTo(Duration.ofMinutes((long) (before * 1440)));
    assertThat(time.isDue(time.due())).isTrue();
    assertThat(time.isDue(time.due().minusSeconds(1))).isFalse();
    assertThat(time.isOver(time.end())).isTrue();
  }

  private boolean look(Credentials present, Duration after) throws ClientException {
    return look(files(), present, after);
  }

  private boolean look(IdentityFiles files, Credentials present, Duration after) {
    Clock clock =
        Clock.fixed(present.leaf().getNotBefore().toInstant().plus(after), ZoneOffset.UTC);
    return new RenewalAtStart(EstPatience.ofStart(), clock, told::add)
        .look(files, present, remembered());
  }

  private Reenrolment renewal() {
    return new Reenrolment(root, "alice", EstPatience.ofStart(), Clock.systemUTC());
  }

  private EstSettings settings() throws Exception {
    return new EstSettings(EstAddress.parse(server.origin()), Optional.empty(), List.of());
  }

  private static RememberedPassphrase remembered() {
    return new RememberedPassphrase(Passphrase.none());
  }

  private IdentityFiles files() throws ClientException {
    return IdentityFiles.find(
        root,
        Optional.of("alice"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Credentials has(Duration life) throws Exception {
    Credentials alice = branch.user("alice", life);
    PemFiles.writeCertificates(issued("alice.pem"), alice.chain());
    PrivateKey key = alice.privateKey();
    PemFiles.writePrivateKey(issued("alice.key"), key);
    return alice;
  }

  private Credentials present() throws Exception {
    return PemFiles.credentials(issued("alice.pem"), issued("alice.key"));
  }

  private Path issued(String name) {
    return root.resolve("issued").resolve(name);
  }
}
