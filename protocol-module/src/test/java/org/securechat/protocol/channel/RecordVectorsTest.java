package org.securechat.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.protocol.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.Vectors;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** {@code vectors/records.json}. */
class RecordVectorsTest {
  @ParameterizedTest
  @MethodSource("valid")
  void validRecordsAreSealedAsInTheVector(JsonNode vector) {
    RecordSealer sealer = new RecordSealer(secret(vector));
    for (JsonNode record : vector.get("records")) {
      assertThat(sealer.sequence()).isEqualTo(record.get("number").longValue());
      Frame frame = seal(sealer, record);
      assertThat(frame.encoded()).hasSize(record.get("frame_length").intValue());
      assertThat(Digests.sha256Hex(frame.encoded()))
          .isEqualTo(record.get("frame_sha256").textValue());
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  void validRecordsOpen(JsonNode vector) throws Exception {
    RecordSealer sealer = new RecordSealer(secret(vector));
    RecordOpener opener = new RecordOpener(secret(vector));
    for (JsonNode record : vector.get("records")) {
      Frame sealed = seal(sealer, record);
      Frame frame = record.get("frame").isNull() ? sealed : frame(record);
      Message message = opener.open(frame);
      assertThat(message.content().code()).isEqualTo(record.get("content").intValue());
      assertThat(message.data()).isEqualTo(hex(record, "data"));
      if (message.content() == Content.KEY_UPDATE) {
        opener.update();
      }
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("invalid")
  void invalidRecordIsRefused(JsonNode vector, String fault, JsonNode record) throws Exception {
    AlertCode alert = AlertCode.of(vector.get("alert").textValue());
    RecordOpener opener = new RecordOpener(secret(vector));
    assertThatThrownBy(() -> opener.open(frame(record)))
        .as(fault)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.alert()).isEqualTo(alert));
  }

  static Stream<JsonNode> valid() {
    return Vectors.cases("records.json", "valid");
  }

  static Stream<Arguments> invalid() {
    return Vectors.cases("records.json", "invalid")
        .flatMap(vector ->
            StreamSupport.stream(vector.get("records").spliterator(), false)
                .map(record -> Arguments.of(vector, record.get("fault").textValue(), record)));
  }

  private static Frame seal(RecordSealer sealer, JsonNode record) {
    int code = record.get("content").intValue();
    return code == Content.KEY_UPDATE.code()
        ? sealer.sealKeyUpdate()
        : sealer.seal(Content.of(code).orElseThrow(), hex(record, "data"));
  }

  private static TrafficSecret secret(JsonNode vector) {
    CipherSuite suite = CipherSuite.of(vector.get("cipher").textValue()).orElseThrow();
    return TrafficSecret.of(suite, hex(vector, "traffic_secret"));
  }

  private static Frame frame(JsonNode record) throws ProtocolException {
    byte[] encoded = hex(record, "frame");
    return Frame.parse(Arrays.copyOfRange(encoded, Limits.HEADER_LENGTH, encoded.length));
  }
}
