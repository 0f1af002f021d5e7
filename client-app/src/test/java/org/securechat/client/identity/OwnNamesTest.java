package org.securechat.client.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.securechat.testkit.TestPki;

class OwnNamesTest {
  private final TestPki pki = TestPki.create();

  private X509Certificate corporate() {
    return pki.client("unused")
        .subject(new X500Name("CN=Alice Smith\u001b[2J,O=Example"))
        .names(new GeneralName(GeneralName.rfc822Name, "alice.smith@example.org"))
        .issue()
        .leaf();
  }

  @Test
  void refusalSaysWhichNamesThereAreAndWhichFit() {
    OwnNames names = OwnNames.of(corporate());
    assertThat(names.accounts()).containsExactly("alice.smith@example.org");
    assertThat(names.advice(Optional.of("alice")))
        .contains("Your certificate states these names: alice.smith@example.org (mail address).")
        .contains("Not of the form of a username: 'Alice Smith")
        .contains("As account fits: --as alice.smith@example.org.")
        .doesNotContain("\u001b")
        .doesNotContain("securechat.names");
  }

  @Test
  void nameThatIsStatedIsOneThatTheServerDoesNotCount() {
    assertThat(OwnNames.of(corporate()).advice(Optional.of("alice.smith@example.org")))
        .contains("does not count names of that kind")
        .doesNotContain("fits");
  }

  @Test
  void certificateWithoutAUsernameSaysWhatWouldBeOne() {
    X509Certificate nobody =
        pki.client("unused")
            .subject(new X500Name("CN=Alice Smith"))
            .names(new GeneralName(GeneralName.dNSName, "alice.example.org"))
            .issue()
            .leaf();
    assertThat(OwnNames.of(nobody).advice(Optional.of("alice")))
        .contains("states no username")
        .contains("securechat:user:NAME")
        .contains("'Alice Smith' (common name)");
  }
}
