package org.securechat.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.channel.Message;
import org.securechat.protocol.channel.RecordSealer;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.KeySchedule.MasterSecrets;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;

/**
 * The handshake of the specification's appendix A. Its values were computed by another
 * implementation in another language.
 */
class WorkedExampleTest {
  private static final CipherSuite SUITE = CipherSuite.AES128GCM_SHA256;
  private static final HexFormat HEX = HexFormat.of();

  private final List<String> keyLog = new ArrayList<>();
  private ObjectNode example;
  private Transcript transcript;
  private KeyedHandshake handshake;

  @BeforeEach
  void shakeHandsUpToServerHello() throws Exception {
    try (InputStream in =
        getClass().getResourceAsStream("/vectors/handshake-worked-example.json")) {
      example = Json.parse(in.readAllBytes());
    }
    Frame hello = Frame.of(FrameType.CLIENT_HELLO, text("ClientHello, body"));
    transcript = new Transcript(SUITE).add(hello);
    assertThat(transcript.hash()).isEqualTo(hex("H(ClientHello)"));
    transcript.add(Frame.of(FrameType.SERVER_HELLO, text("ServerHello, body")));
    handshake =
        new KeyedHandshake(
            SUITE,
            NamedGroup.X25519,
            SecretBytes.copyOf(hex("shared secret")),
            transcript,
            ClientHello.parse(hello).random(),
            Optional.of(keyLog::add));
  }

  @Test
  void handshakeSecretsAreTheExamples() {
    assertThat(transcript.hash()).isEqualTo(hex("T1 = H(ClientHello || ServerHello)"));
    assertThat(keyLog.get(0)).endsWith(" " + example.get("c hs traffic").textValue());
    assertThat(keyLog.get(1)).endsWith(" " + example.get("s hs traffic").textValue());
    TrafficSecret client = handshake.traffic().client();
    assertThat(client.key().getEncoded()).isEqualTo(hex("c hs traffic: key"));
    assertThat(client.iv()).isEqualTo(hex("c hs traffic: iv"));
  }

  @Test
  void bothFlightsAndTheSessionAreTheExamples() throws Exception {
    flight(Side.SERVER, handshake.traffic().server());
    MasterSecrets master = handshake.master();
    flight(Side.CLIENT, handshake.traffic().client());
    assertThat(master.exporter().channelBinding()).isEqualTo(example.get("session").textValue());
    assertThat(keyLog.get(2)).endsWith(" " + example.get("c ap traffic").textValue());
    assertThat(keyLog.get(3)).endsWith(" " + example.get("s ap traffic").textValue());
  }

  private void flight(Side side, TrafficSecret secret) throws Exception {
    String who = side.name().toLowerCase(Locale.ROOT) + "'s ";
    RecordSealer sealer =
        new RecordSealer(TrafficSecret.of(SUITE, hex(who.charAt(0) + " hs traffic")));
    Message certificate = seal(sealer, Content.CERTIFICATE, who + "Certificate");
    transcript.add(certificate);
    byte[] input = Authentication.signatureInput(side, transcript.hash());
    assertThat(SignatureScheme.ED25519.verify(key(certificate), input, signature(who))).isTrue();
    transcript.add(seal(sealer, Content.CERTIFICATE_VERIFY, who + "CertificateVerify"));
    assertThat(transcript.hash()).isEqualTo(hex("H(.. " + who + "CertificateVerify)"));
    Message finished = seal(sealer, Content.FINISHED, who + "Finished");
    Authentication.checkFinished(finished, secret, transcript);
    assertThat(transcript.hash()).isEqualTo(hex("H(.. " + who + "Finished)"));
  }

  /** Seals the example's data and compares the frame, or its hash where the frame is long. */
  private Message seal(RecordSealer sealer, Content content, String name) {
    byte[] data = text(name + ", data");
    byte[] frame = sealer.seal(content, data).encoded();
    String expected =
        example.properties().stream()
            .filter(entry -> entry.getKey().startsWith(name + ", "))
            .filter(entry -> entry.getKey().contains("frame"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow()
            .textValue();
    assertThat(expected).isIn(HEX.formatHex(frame), Digests.sha256Hex(frame));
    return new Message(content, data);
  }

  @Test
  void applicationRecordsAndKeyUpdateAreTheExamples() {
    RecordSealer sealer = new RecordSealer(TrafficSecret.of(SUITE, hex("c ap traffic")));
    byte[] ping = "{\"id\":1,\"type\":\"ping\"}".getBytes(StandardCharsets.US_ASCII);
    assertThat(sealer.seal(Content.APPLICATION, ping).encoded())
        .isEqualTo(hex("the client's first application record: {\"id\":1,\"type\":\"ping\"}"));
    assertThat(sealer.seal(Content.KEY_UPDATE, new byte[0]).encoded())
        .isEqualTo(hex("its second: KeyUpdate"));
    TrafficSecret next = TrafficSecret.of(SUITE, hex("c ap traffic")).next();
    assertThat(new RecordSealer(next).seal(Content.CLOSE, new byte[0]).encoded())
        .isEqualTo(hex("its first record under the next key: Close"));
  }

  @Test
  void aTranscriptAfterARetryIsTheExamples() {
    HelloRetry retry = new HelloRetry(Optional.empty(), new byte[] {0, 1, 2});
    assertThat(Transcript.afterRetry(SUITE, hex("H(ClientHello)"), retry.frame()).hash())
        .isEqualTo(hex("H(that || HelloRetry)"));
  }

  @Test
  void anAlteredHelloLeadsToOtherSecrets() {
    byte[] altered = text("ClientHello, body");
    altered[altered.length - 3] ^= 1;
    Transcript other = new Transcript(SUITE).add(Frame.of(FrameType.CLIENT_HELLO, altered));
    assertThat(other.hash()).isNotEqualTo(hex("H(ClientHello)"));
  }

  private byte[] signature(String who) throws Exception {
    return Json.base64UpTo(Json.parse(text(who + "CertificateVerify, data")), "signature", 64);
  }

  private byte[] text(String name) {
    return example.get(name).textValue().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] hex(String name) {
    return HEX.parseHex(example.get(name).textValue());
  }

  private static PublicKey key(Message certificate) throws Exception {
    byte[] der = Json.base64List(Json.parse(certificate.data()), "chain", 1, 4096).get(0);
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(der))
        .getPublicKey();
  }
}
