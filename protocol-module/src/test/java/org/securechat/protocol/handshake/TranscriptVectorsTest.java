package org.securechat.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.Vectors;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.channel.Message;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** {@code vectors/transcript.json}. */
class TranscriptVectorsTest {
  @ParameterizedTest
  @MethodSource("cases")
  void hashesAreThoseOfTheVector(JsonNode vector) throws Exception {
    Transcript transcript =
        start(vector).add(frame(vector, "client_hello")).add(frame(vector, "server_hello"));
    assertThat(transcript.hash()).isEqualTo(hex(vector, "hash_after_server_hello"));
    JsonNode message = vector.get("message");
    assertThat(message.get("content").intValue()).isEqualTo(Content.CERTIFICATE.code());
    transcript.add(new Message(Content.CERTIFICATE, hex(message, "data")));
    assertThat(transcript.hash()).isEqualTo(hex(vector, "hash_after_message"));
  }

  static Stream<JsonNode> cases() {
    return Vectors.cases("transcript.json", "cases");
  }

  private static Transcript start(JsonNode vector) throws ProtocolException {
    CipherSuite suite = CipherSuite.of(vector.get("cipher").textValue()).orElseThrow();
    if (!vector.has("hello_retry")) {
      return new Transcript(suite);
    }
    byte[] firstHash = Transcript.hashOf(suite, frame(vector, "first_client_hello"));
    return Transcript.afterRetry(suite, firstHash, frame(vector, "hello_retry"));
  }

  private static Frame frame(JsonNode vector, String field) throws ProtocolException {
    byte[] encoded = hex(vector, field);
    return Frame.parse(Arrays.copyOfRange(encoded, Limits.HEADER_LENGTH, encoded.length));
  }
}
