package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.protocol.Vectors.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.Vectors;
import org.securechat.protocol.crypto.Digests;

/** {@code payloads/unknown/}: what is checked of kinds that this version does not know. */
class UnknownKindVectorsTest {
  private static final List<Kind> KNOWN = List.of(Kind.MESSAGE, Kind.EVENT, Kind.AUDIT);

  @ParameterizedTest
  @MethodSource
  void validOfUsers(JsonNode vector) throws EvidenceException {
    assertThat(UnknownPayload.byUser(document(vector)).kind()).isNotIn(KNOWN);
    assertThat(Digests.sha256Hex(document(vector))).isEqualTo(vector.get("sha256").textValue());
  }

  @ParameterizedTest
  @MethodSource
  void invalidOfUsers(JsonNode vector) {
    assertThatThrownBy(() -> UnknownPayload.byUser(document(vector)))
        .isInstanceOf(EvidenceException.class);
  }

  @ParameterizedTest
  @MethodSource
  void validOfTheServer(JsonNode vector) throws EvidenceException {
    assertThat(UnknownPayload.byServer(document(vector)).kind()).isNotIn(KNOWN);
    assertThat(Digests.sha256Hex(document(vector))).isEqualTo(vector.get("sha256").textValue());
  }

  @ParameterizedTest
  @MethodSource
  void invalidOfTheServer(JsonNode vector) {
    assertThatThrownBy(() -> UnknownPayload.byServer(document(vector)))
        .isInstanceOf(EvidenceException.class);
  }

  static Stream<JsonNode> validOfUsers() {
    return Vectors.files("payloads/unknown/users/valid");
  }

  static Stream<JsonNode> invalidOfUsers() {
    return Vectors.files("payloads/unknown/users/invalid");
  }

  static Stream<JsonNode> validOfTheServer() {
    return Vectors.files("payloads/unknown/server/valid");
  }

  static Stream<JsonNode> invalidOfTheServer() {
    return Vectors.files("payloads/unknown/server/invalid");
  }
}
