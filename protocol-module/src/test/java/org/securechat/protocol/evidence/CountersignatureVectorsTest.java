package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.protocol.Vectors.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.Vectors;

/** {@code countersignatures.json}: one text for one value. */
class CountersignatureVectorsTest {
  @ParameterizedTest
  @MethodSource
  void valid(JsonNode vector) throws EvidenceException {
    byte[] statement = document(vector);
    assertThat(Countersignature.parse(statement).encode()).isEqualTo(statement);
  }

  @ParameterizedTest
  @MethodSource
  void invalid(JsonNode vector) {
    assertThatThrownBy(() -> Countersignature.parse(document(vector)))
        .isInstanceOf(EvidenceException.class);
  }

  static Stream<JsonNode> valid() {
    return Vectors.cases("countersignatures.json", "valid");
  }

  static Stream<JsonNode> invalid() {
    return Vectors.cases("countersignatures.json", "invalid");
  }
}
