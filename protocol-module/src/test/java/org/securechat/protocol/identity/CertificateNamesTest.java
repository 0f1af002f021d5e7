package org.securechat.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.testkit.TestPki;

class CertificateNamesTest {
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
  void everyKindOfNameCounts() throws Exception {
    PeerIdentity peer =
        peer(
            "Alice",
            uri("securechat:user:A.Smith"),
            mail("Alice@Example.org"),
            upn(new DERUTF8String("asmith@AD.example.org")));

    assertThat(peer.statedNames())
        .containsExactly(
            new StatedName(NameKind.URI, "a.smith"),
            new StatedName(NameKind.CN, "alice"),
            new StatedName(NameKind.EMAIL, "alice@example.org"),
            new StatedName(NameKind.UPN, "asmith@ad.example.org"));
    assertThat(peer.kindOf("alice")).contains(NameKind.CN);
    assertThat(peer.names("asmith@ad.example.org")).isTrue();
    assertThat(peer.names("Alice")).isFalse();
    assertThat(peer.names("smith")).isFalse();
    assertThat(peer.names("alice@example.org.evil.org")).isFalse();
    assertThat(peer.kindOf("bob")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(NameKind.class)
  void whatDoesNotCountNamesNobody(NameKind kind) throws Exception {
    PeerIdentity peer =
        peer("cn", uri("securechat:user:uri"), mail("email"), upn(new DERUTF8String("upn")));
    Set<NameKind> others = EnumSet.complementOf(EnumSet.of(kind));

    assertThat(peer.names(kind.wireName())).isTrue();
    assertThat(peer.names(kind.wireName(), EnumSet.of(kind))).isTrue();
    assertThat(peer.names(kind.wireName(), others)).isFalse();
    assertThat(peer.statedNames(others)).hasSize(3).noneMatch(name -> name.kind() == kind);
  }

  @Test
  void nameThatIsStatedTwiceIsThereForEachKind() throws Exception {
    assertThat(
            peer("alice", uri("securechat:user:alice"), uri("SECURECHAT:User:Alice")).statedNames())
        .containsExactly(
            new StatedName(NameKind.URI, "alice"), new StatedName(NameKind.CN, "alice"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Alice Example",
        "a@b@c",
        "@alice",
        "alice@",
        "al\u0131ce",
        "ali\\,ce",
        "\u212Aim"
      })
  void whatHasNotTheFormOfAUsernameNamesNobody(String commonName) throws Exception {
    assertThat(peer(commonName).statedNames()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/bob", "securechat:users:bob", "securechat:server:bob", "user:bob",
        "securechat:user:", "securechat:user:b ob", " securechat:user:bob", "securechat:user:bob,x"
      })
  void otherUrisNameNobody(String uri) throws Exception {
    assertThat(peer("alice", uri(uri)).statedNames())
        .containsExactly(new StatedName(NameKind.CN, "alice"));
  }

  @Test
  void otherTypesOfStringsAreNotRead() throws Exception {
    // The bytes of "alice" as another text: U+616C U+6963 in a BMPString.
    assertThat(peer("x", upn(new DERIA5String("alice"))).statedNames())
        .containsExactly(new StatedName(NameKind.CN, "x"));
    assertThat(subject(new DERBMPString("\u616c\u6963")).statedNames()).isEmpty();
    assertThat(subject(new DERBMPString("alice")).statedNames()).isEmpty();
    assertThat(subject(new DERT61String("alice")).statedNames()).isEmpty();
    assertThat(subject(new DERPrintableString("alice")).names("alice")).isTrue();
    assertThat(subject(new DERUTF8String("alice")).names("alice")).isTrue();
  }

  @Test
  void everyCommonNameCounts() throws Exception {
    X500Name subject =
        new X500NameBuilder()
            .addRDN(BCStyle.CN, "Alice Example")
            .addRDN(BCStyle.O, "bob")
            .addMultiValuedRDN(
                new ASN1ObjectIdentifier[] {BCStyle.CN, BCStyle.SURNAME},
                new String[] {"alice", "carol"})
            .build();
    assertThat(verified(PKI.client("x").subject(subject), Purpose.CLIENT).statedNames())
        .containsExactly(new StatedName(NameKind.CN, "alice"));
  }

  @Test
  void otherNamesOfOtherKindsNameNobody() throws Exception {
    GeneralName other =
        new GeneralName(
            GeneralName.otherName,
            new OtherName(
                new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), new DERUTF8String("bob")));
    assertThat(peer("alice", other).names("bob")).isFalse();
  }

  @Test
  void alternativeNamesThatAreNotDerAreRefused() {
    byte[] name = {(byte) 0x81, 1, 'a'};
    byte[] longForm = {0x30, (byte) 0x81, 3, name[0], name[1], name[2]};
    byte[] indefinite = {0x30, (byte) 0x80, name[0], name[1], name[2], 0, 0};
    byte[] inner = {0x30, 4, name[0], (byte) 0x81, 1, name[2]};
    byte[] after = {0x30, 3, name[0], name[1], name[2], 0};
    for (byte[] encoded : List.of(longForm, indefinite, inner, after)) {
      Extension extension = new Extension(Extension.subjectAlternativeName, false, encoded);
      assertThatThrownBy(() -> verified(PKI.client("alice").extension(extension), Purpose.CLIENT))
          .isInstanceOfSatisfying(
              ProtocolException.class,
              e -> assertThat(e.alert()).isEqualTo(AlertCode.BAD_CERTIFICATE));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chat.example.org, chat.example.org, true",
    "Chat.Example.ORG, chat.example.org, true",
    "chat.example.org, CHAT.example.org, true",
    "*.example.org, chat.example.org, false",
    "example.org, chat.example.org, false",
    "chat.example.org., chat.example.org, false",
    "securechat:server:chat, chat, true",
    "securechat:server:chat, Chat, false",
    "securechat:server:Chat, chat, false",
    "SECURECHAT:server:chat, chat, false",
    "securechat:server:chat2, chat, false",
    "securechat:user:chat, chat, false"
  })
  void receiptCertificateNamesItsServer(String inCertificate, String server, boolean named)
      throws Exception {
    GeneralName name =
        inCertificate.contains(":")
            ? uri(inCertificate)
            : new GeneralName(GeneralName.dNSName, inCertificate);
    TestPki.Order order = PKI.receipt().names(name);
    if (inCertificate.startsWith("securechat:user:")) {
      assertNoReceiptCertificate(order);
    } else {
      assertThat(verified(order, Purpose.RECEIPT).namesServer(server)).isEqualTo(named);
    }
  }

  @Test
  void commonNameOfAReceiptCertificateDoesNotMatter() throws Exception {
    PeerIdentity signer = verified(PKI.receipt(), Purpose.RECEIPT);
    assertThat(signer.namesServer("receipts")).isFalse();
    assertThat(signer.namesServer(TestPki.SERVER)).isTrue();
  }

  @Test
  void whatNamesAUserSignsNoReceipts() {
    GeneralName server = uri("securechat:server:" + TestPki.SERVER);
    for (GeneralName user :
        List.of(
            uri("securechat:user:alice"),
            uri("Securechat:User:Not a name"),
            mail("alice@example.org"),
            mail("Not a name"),
            upn(new DERUTF8String("alice")),
            upn(new DERIA5String("alice")))) {
      assertNoReceiptCertificate(PKI.receipt().names(server, user));
    }
  }

  private static void assertNoReceiptCertificate(TestPki.Order order) {
    assertThatThrownBy(() -> verified(order, Purpose.RECEIPT))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.alert()).isEqualTo(AlertCode.BAD_CERTIFICATE));
  }

  private static GeneralName uri(String text) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, text);
  }

  private static GeneralName mail(String text) {
    return new GeneralName(GeneralName.rfc822Name, text);
  }

  private static GeneralName upn(ASN1Encodable text) {
    return new GeneralName(
        GeneralName.otherName,
        new OtherName(new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), text));
  }

  private static PeerIdentity subject(ASN1Encodable commonName) throws Exception {
    X500Name subject = new X500Name(new RDN[] {new RDN(BCStyle.CN, commonName)});
    return verified(PKI.client("x").subject(subject), Purpose.CLIENT);
  }

  private static PeerIdentity peer(String commonName, GeneralName... names) throws Exception {
    return verified(PKI.client(commonName).names(names), Purpose.CLIENT);
  }

  private static PeerIdentity verified(TestPki.Order order, Purpose purpose) throws Exception {
    return PKI.rules().verify(order.issue().chain(), purpose);
  }
}
