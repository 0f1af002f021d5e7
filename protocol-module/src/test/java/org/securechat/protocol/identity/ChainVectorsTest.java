package org.securechat.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.Vectors;
import org.securechat.protocol.wire.ProtocolException;

/** What a handshake and an upload take is what verifiers of evidence take: the same vectors. */
class ChainVectorsTest {
  private static final String FILE = "chains.json";

  static Stream<JsonNode> chains() {
    return Vectors.cases(FILE, "chains");
  }

  static Stream<JsonNode> lists() {
    return Vectors.cases(FILE, "lists");
  }

  static Stream<JsonNode> scopes() {
    return Vectors.cases(FILE, "scopes");
  }

  @ParameterizedTest
  @MethodSource("chains")
  @DisplayName("6.1, 6.2: a chain is accepted or refused as the vector says")
  void aChainIsJudgedAsTheVectorSays(JsonNode vector) throws Exception {
    Clock then = Clock.fixed(Instant.parse(Vectors.node(FILE, "time").asText()), ZoneOffset.UTC);
    CertificateRules rules =
        new CertificateRules(
            certificates(vector.get("authority")),
            RevocationSource.none(),
            RevocationPolicy.ALLOW,
            then);
    List<byte[]> chain = new ArrayList<>();
    vector.get("chain").forEach(each -> chain.add(bytes(each)));

    boolean accepted;
    try {
      rules.verifyEncoded(chain, Purpose.CLIENT);
      accepted = true;
    } catch (ProtocolException e) {
      accepted = false;
    }

    assertThat(accepted).as(vector.get("name").asText()).isEqualTo(accepted(vector));
  }

  @ParameterizedTest
  @MethodSource("lists")
  @DisplayName("6.3: a revocation list counts or does not count as the vector says")
  void aListIsJudgedAsTheVectorSays(JsonNode vector) throws Exception {
    X509Certificate issuer = certificates(vector.get("issuer")).get(0);
    boolean counts;
    try {
      X509CRL list = RevocationLists.parse(bytes(vector.get("list")));
      RevocationLists.verify(list, issuer);
      counts = true;
    } catch (RevocationDataException e) {
      counts = false;
    }

    assertThat(counts).as(vector.get("name").asText()).isEqualTo(accepted(vector));
  }

  @ParameterizedTest
  @MethodSource("scopes")
  @DisplayName("6.3: lists are for a certificate or not as the vector says")
  void listsCoverACertificateAsTheVectorSays(JsonNode vector) throws Exception {
    X509Certificate issuer = certificates(vector.get("issuer")).get(0);
    X509Certificate certificate = certificates(vector.get("certificate")).get(0);
    boolean acceptable = true;
    boolean covered = false;
    for (JsonNode each : vector.get("lists")) {
      try {
        X509CRL list = RevocationLists.parse(bytes(each));
        RevocationLists.verify(list, issuer);
        covered |= RevocationLists.covers(list, certificate);
      } catch (RevocationDataException e) {
        acceptable = false;
      }
    }

    assertThat(acceptable && covered)
        .as(vector.get("name").asText())
        .isEqualTo(vector.get("covered").asBoolean());
  }

  private static boolean accepted(JsonNode vector) {
    return vector.get("accepted").asBoolean();
  }

  private static byte[] bytes(JsonNode hex) {
    return HexFormat.of().parseHex(hex.asText());
  }

  private static List<X509Certificate> certificates(JsonNode hex) throws Exception {
    return TrustedPaths.parse(List.of(bytes(hex)));
  }
}
