package org.securechat.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.testkit.TestPki;

class NamesTest {
  private static final TestPki PKI = TestPki.create();

  @ParameterizedTest
  @CsvSource({
    "chat.example.org, chat.example.org, true",
    "chat.example.org, CHAT.example.ORG., true",
    "chat.example.org, example.org, false",
    "chat.example.org, evil.org, false",
    "chat.example.org, chat.example.org.evil.org, false",
    "*.example.org, chat.example.org, true",
    "*.example.org, a.chat.example.org, false",
    "*.example.org, example.org, false",
    "*.org, example.org, false",
    "c*.example.org, chat.example.org, false",
    "chat.example.org, '', false",
    "127.0.0.1, 127.0.0.1, false"
  })
  void dnsNames(String inCertificate, String dialled, boolean matches) {
    X509Certificate certificate =
        PKI.server("x").names(new GeneralName(GeneralName.dNSName, inCertificate)).issue().leaf();
    assertThat(ServerNames.matches(certificate, dialled)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "127.0.0.1, localhost, false",
    "::1, 0:0:0:0:0:0:0:1, true",
    "::1, ::2, false"
  })
  void addresses(String inCertificate, String dialled, boolean matches) {
    X509Certificate certificate =
        PKI.server("x").names(new GeneralName(GeneralName.iPAddress, inCertificate)).issue().leaf();
    assertThat(ServerNames.matches(certificate, dialled)).isEqualTo(matches);
  }

  @Test
  void commonNameIsNoServerName() {
    X509Certificate certificate = PKI.server("chat.example.org").names().issue().leaf();
    assertThat(ServerNames.matches(certificate, "chat.example.org")).isFalse();
  }

  @Test
  void commonNameNamesTheUser() throws Exception {
    PeerIdentity alice = peer("alice");
    assertThat(alice.names("alice", null)).isTrue();
    assertThat(alice.names("Alice", null)).isFalse();
    assertThat(alice.names("bob", "alice")).isFalse();
  }

  @Test
  void mailAddressNamesTheUserAsAWhole() throws Exception {
    PeerIdentity alice =
        peer("Alice Example", new GeneralName(GeneralName.rfc822Name, "alice@example.org"));
    assertThat(alice.names("alice", "Alice@example.org")).isTrue();
    assertThat(alice.names("alice", "alice@example.org.evil.org")).isFalse();
    assertThat(alice.names("alice", null)).isFalse();
    assertThat(alice.userNames()).containsExactlyInAnyOrder("Alice Example", "alice@example.org");
  }

  @Test
  void userUriOverrulesCommonNameAndMail() throws Exception {
    PeerIdentity alice =
        peer(
            "bob",
            new GeneralName(GeneralName.uniformResourceIdentifier, "securechat:user:alice"),
            new GeneralName(GeneralName.rfc822Name, "bob@example.org"));
    assertThat(alice.names("alice", null)).isTrue();
    assertThat(alice.names("bob", "bob@example.org")).isFalse();
  }

  @Test
  void foreignUriNamesNobody() throws Exception {
    PeerIdentity alice =
        peer(
            "alice",
            new GeneralName(GeneralName.uniformResourceIdentifier, "https://example.org/bob"));
    assertThat(alice.userNames()).containsExactly("alice");
  }

  @Test
  void escapesDoNotMakeANameOfAnother() throws Exception {
    assertThat(peer("ali\\,ce").userNames()).containsExactly("ali,ce");
  }

  private static PeerIdentity peer(String commonName, GeneralName... names) throws Exception {
    return PKI.rules().verify(PKI.client(commonName).names(names).issue().chain(), Purpose.CLIENT);
  }
}
