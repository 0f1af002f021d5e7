package org.securechat.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.KeyKind;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.it.client.RequestRefusedException;
import org.securechat.it.client.TestClient;
import org.securechat.it.client.Trust;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.handshake.NegotiationPolicy;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.AlertCode;

/** Who gets in, and what is said to everybody else. */
@BlackBox
class IdentityIT {

  @Test
  void expiredCertificateIsRefusedWithItsAlert(TestBed bed) throws Exception {
    Credentials expired = Trust.credentials(bed.pki().expiredClient(TestBed.name("late")));

    assertRefused(bed.connect(expired), AlertCode.CERTIFICATE_EXPIRED);
  }

  @Test
  void notYetValidCertificateIsRefused(TestBed bed) throws Exception {
    Credentials early =
        Trust.credentials(
            bed.pki()
                .issueFiles(
                    TestBed.name("early"),
                    CertificateKind.CLIENT,
                    order -> order.withNotBefore(Instant.now().plus(Duration.ofDays(1)))));

    assertRefused(bed.connect(early), AlertCode.CERTIFICATE_EXPIRED);
  }

  @Test
  void revokedCertificateIsRefusedOnceTheListNamesIt(TestBed bed) throws Exception {
    Person mallory = bed.person("mallory");
    mallory.client().close();
    bed.pki().revoke(mallory.name());

    assertRefused(bed.connect(mallory.credentials()), AlertCode.CERTIFICATE_REVOKED);
  }

  @Test
  void outdatedRevocationListRefusesAllClients(TestBed bed) throws Exception {
    String name = TestBed.name("alice");
    Credentials alice = bed.certified(name);
    bed.pki().publishList(Duration.ofDays(-1));
    try {
      // This side trusts anybody with a list of its own; it is the server's that is outdated.
      assertRefused(
          TestClient.connect(
              bed.loop(), bed.server().address(), alice, Trust.withoutLists(bed.pki().root())),
          AlertCode.REVOCATION_UNKNOWN);
    } finally {
      bed.pki().publishList(Duration.ofDays(90));
    }
    bed.connect(alice).register(name, TestBed.PASSWORD);
  }

  @Test
  void certificateOfAnotherAuthorityIsRefusedWithItsAlert(TestBed bed, @TempDir Path folder)
      throws Exception {
    Credentials stranger =
        Trust.credentials(new PkiFolder(folder).client(TestBed.name("stranger")));

    assertRefused(bed.connect(stranger), AlertCode.UNKNOWN_AUTHORITY);
  }

  @ParameterizedTest
  @EnumSource(
      value = CertificateKind.class,
      names = {"SERVER", "RECEIPT"})
  void certificateForAnotherPurposeIsRefusedWithItsAlert(CertificateKind kind, TestBed bed)
      throws Exception {
    Credentials unfit =
        Trust.credentials(bed.pki().issueFiles(TestBed.name("unfit"), kind, order -> order));

    assertRefused(bed.connect(unfit), AlertCode.BAD_CERTIFICATE);
  }

  @Test
  void userPrincipalNameOfTheCertificateIsAUsernameOfItsOwn(TestBed bed) throws Exception {
    String name = TestBed.name("alice");
    String principal = name + "@ad.example.org";
    Credentials credentials =
        Trust.credentials(
            bed.pki().issueFiles(name, CertificateKind.CLIENT, order -> order.withUpn(principal)));
    TestClient client = bed.connect(credentials).register(principal, TestBed.PASSWORD);
    client.login(principal, TestBed.PASSWORD);

    TestClient.await(client.tell(principal, "as the directory calls me"));

    assertThat(client.room("dm:" + principal + ":" + principal).texts())
        .containsExactly("as the directory calls me");
    assertThat(refusal(bed, bed.certified(TestBed.name("alice")), principal).code())
        .isEqualTo(ErrorCode.BAD_CREDENTIALS);
  }

  private static void assertRefused(TestClient client, AlertCode code) {
    assertThat(client.ending().alert()).as("%s", client.ending()).contains(code);
  }

  @ParameterizedTest
  @EnumSource(KeyKind.class)
  void everyKeyTypeLogsInAndSignsMessages(KeyKind kind, TestBed bed) throws Exception {
    String name = TestBed.name(kind.label());
    Credentials credentials =
        Trust.credentials(
            bed.pki().issueFiles(name, CertificateKind.CLIENT, order -> order.withKey(kind)));
    TestClient client = bed.connect(credentials).register(name, TestBed.PASSWORD);
    client.login(name, TestBed.PASSWORD);

    TestClient.await(client.tell(name, "a note to myself"));

    assertThat(client.room("dm:" + name + ":" + name).texts()).containsExactly("a note to myself");
  }

  @ParameterizedTest
  @EnumSource(NamedGroup.class)
  void everyKeyExchangeGroupIsSupported(NamedGroup group, TestBed bed) {
    Credentials credentials = bed.certified(TestBed.name("group"));
    TestClient client =
        bed.connect(
            credentials,
            settings -> settings.withPolicy(NegotiationPolicy.DEFAULT.withGroups(group)));

    assertThat(client.channel().group()).isEqualTo(group);
    TestClient.await(client.ask(Request.Ping::new, Answer.Empty.class));
  }

  @ParameterizedTest
  @EnumSource(CipherSuite.class)
  void everyCipherSuiteIsSupported(CipherSuite cipher, TestBed bed) {
    Credentials credentials = bed.certified(TestBed.name("cipher"));
    TestClient client =
        bed.connect(
            credentials,
            settings -> settings.withPolicy(NegotiationPolicy.DEFAULT.withCiphers(cipher)));

    assertThat(client.channel().cipher()).isEqualTo(cipher);
    TestClient.await(client.ask(Request.Ping::new, Answer.Empty.class));
  }

  @Test
  void clientWithoutKeyShareIsToldWhichGroupToUse(TestBed bed) {
    Credentials credentials = bed.certified(TestBed.name("retry"));
    TestClient client = bed.connect(credentials, settings -> settings.withShares());

    TestClient.await(client.ask(Request.Ping::new, Answer.Empty.class));
  }

  @Test
  void unknownUserAndWrongPasswordGetTheSameAnswer(TestBed bed) {
    Person alice = bed.person("alice");
    String nobody = TestBed.name("nobody");

    RequestRefusedException wrong = refusal(bed, alice.credentials(), alice.name());
    RequestRefusedException unknown = refusal(bed, bed.certified(nobody), nobody);
    RequestRefusedException foreign =
        refusal(bed, bed.certified(TestBed.name("eve")), alice.name());

    assertThat(wrong.code().wireName()).isEqualTo("bad_credentials");
    assertThat(List.of(unknown.code(), foreign.code())).containsOnly(wrong.code());
    assertThat(List.of(unknown.detail(), foreign.detail())).containsOnly(wrong.detail());
  }

  private static RequestRefusedException refusal(
      TestBed bed, Credentials credentials, String user) {
    TestClient client = bed.connect(credentials);
    return catchThrowableOfType(
        RequestRefusedException.class, () -> client.login(user, "not the password"));
  }

  @Test
  void saltOfAnUnknownUserIsStable(TestBed bed) {
    Credentials credentials = bed.certified(TestBed.name("asker"));
    String nobody = TestBed.name("nobody");
    List<Answer.KdfAnswer> answers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      answers.add(
          TestClient.await(
              bed.connect(credentials)
                  .ask(id -> new Request.Kdf(id, nobody), Answer.KdfAnswer.class)));
    }

    assertThat(answers.get(0).salt()).hasSize(16).isEqualTo(answers.get(1).salt());
    assertThat(answers.get(0).kdf()).isEqualTo(answers.get(1).kdf());
  }

  @Test
  void rightPasswordWithTheCertificateOfAnotherUserIsRefused(TestBed bed) {
    Person alice = bed.person("alice");
    TestClient thief = bed.connect(bed.certified(TestBed.name("thief")));

    assertThat(Refusals.of(() -> thief.login(alice.name(), TestBed.PASSWORD)))
        .isEqualTo("identity_mismatch");
  }

  @Test
  void registrationUnderANameThatTheCertificateLacksIsRefused(TestBed bed) {
    TestClient thief = bed.connect(bed.certified(TestBed.name("thief")));

    assertThat(Refusals.of(() -> thief.register(TestBed.name("victim"), "whatever")))
        .isEqualTo("identity_mismatch");
  }

  @Test
  void mailAddressInACertificateGivesThatNameAndNoOther(TestBed bed) throws Exception {
    String carol = TestBed.name("carol");
    String mail = carol + "@example.org";
    Credentials credentials =
        Trust.credentials(
            bed.pki().issueFiles(carol, CertificateKind.CLIENT, order -> order.withEmail(mail)));

    for (String other : List.of("ceo", "other@example.org")) {
      TestClient thief = bed.connect(credentials);
      RequestRefusedException refused =
          catchThrowableOfType(
              RequestRefusedException.class, () -> thief.register(other, TestBed.PASSWORD));
      assertThat(refused.code()).isEqualTo(ErrorCode.IDENTITY_MISMATCH);
      assertThat(refused.detail())
          .contains(carol + " (user URI)", carol + " (common name)", mail + " (mail address)");
    }
    TestClient client = bed.connect(credentials).register(mail, TestBed.PASSWORD);
    assertThat(client.login(mail, TestBed.PASSWORD).user()).isEqualTo(mail);
    TestClient.await(client.tell(mail, "a note to myself"));
    assertThat(client.room("dm:" + mail + ":" + mail).texts()).containsExactly("a note to myself");
  }

  @Test
  void secondRegistrationOfANameIsRefused(TestBed bed) {
    Person alice = bed.person("alice");

    assertThat(
            Refusals.of(
                () -> bed.connect(alice.credentials()).register(alice.name(), "another one")))
        .isEqualTo("name_taken");
  }

  @Test
  void passwordGuessingDelaysOnlyTheGuesser(TestBed bed) {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    TestClient guesser = bed.connect(alice.credentials());
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(Refusals.of(() -> guesser.login(alice.name(), "a guess")));
    }

    assertThat(answers).startsWith("bad_credentials").endsWith("rate_limited");
    bed.login(bob).close();
  }
}
