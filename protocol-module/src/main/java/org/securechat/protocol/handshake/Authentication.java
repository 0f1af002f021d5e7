package org.securechat.protocol.handshake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.channel.Message;
import org.securechat.protocol.channel.RecordSealer;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Certificate, CertificateVerify and Finished (PROTOCOL.md §3.8), which are the same for both
 * sides.
 *
 * <pre>
 *   Certificate        {"chain":[b64(DER leaf), …]}
 *   CertificateVerify  {"scheme":"…","signature":b64}
 *   Finished           {"mac":b64}
 * </pre>
 */
final class Authentication {
  private static final int MAX_SIGNATURE_LENGTH = 4096;
  private static final int SPACES = 64;

  private Authentication() {}

  /** The three messages that prove who this side is, sealed; the transcript has them afterwards. */
  static List<Frame> prove(
      Side self,
      Credentials credentials,
      Transcript transcript,
      TrafficSecret ownSecret,
      RecordSealer sealer) {
    Message certificate = certificate(credentials);
    transcript.add(certificate);
    Message verify = verify(self, credentials, transcript.hash());
    transcript.add(verify);
    Message finished = finished(ownSecret.finished(transcript.hash()));
    transcript.add(finished);
    return List.of(seal(sealer, certificate), seal(sealer, verify), seal(sealer, finished));
  }

  /** The peer's chain, not yet judged. */
  static List<byte[]> readChain(Message message, Transcript transcript) throws ProtocolException {
    ObjectNode fields = parse(message, Content.CERTIFICATE);
    try {
      int length = Json.list(fields, "chain", Integer.MAX_VALUE).size();
      // PROTOCOL.md §6: a chain has 1 to 6 certificates.
      if (length < 1 || length > Limits.MAX_CHAIN_CERTIFICATES) {
        throw new ProtocolException(
            AlertCode.BAD_CERTIFICATE, "a chain of " + length + " certificates");
      }
      List<byte[]> chain = Json.base64List(fields, "chain", length, Limits.MAX_CERTIFICATE_LENGTH);
      transcript.add(message);
      return chain;
    } catch (JsonException e) {
      throw malformed(message, e);
    }
  }

  /**
   * Checks that the peer holds the key of its certificate.
   *
   * @param accepted the schemes that this side takes
   */
  static void checkVerify(
      Side peerSide,
      Message message,
      PeerIdentity peer,
      Collection<SignatureScheme> accepted,
      Transcript transcript)
      throws ProtocolException {
    ObjectNode fields = parse(message, Content.CERTIFICATE_VERIFY);
    String scheme;
    byte[] signature;
    try {
      scheme = Json.text(fields, "scheme", Limits.MAX_NAME_LENGTH);
      signature = Json.someBase64(fields, "signature", MAX_SIGNATURE_LENGTH);
    } catch (JsonException e) {
      throw malformed(message, e);
    }
    // PROTOCOL.md §3.8: the kind of the leaf's key decides the scheme, and the field must agree.
    if (!peer.scheme().wireName().equals(scheme) || !accepted.contains(peer.scheme())) {
      throw new ProtocolException(AlertCode.UNSUPPORTED, "signature scheme " + scheme);
    }
    if (!peer.signed(signatureInput(peerSide, transcript.hash()), signature)) {
      throw new ProtocolException(AlertCode.BAD_SIGNATURE, "CertificateVerify is not the peer's");
    }
    transcript.add(message);
  }

  /** Checks that the peer saw the same handshake. */
  static void checkFinished(Message message, TrafficSecret peerSecret, Transcript transcript)
      throws ProtocolException {
    ObjectNode fields = parse(message, Content.FINISHED);
    byte[] mac;
    try {
      mac = Json.base64(fields, "mac", peerSecret.suite().hashLength());
    } catch (JsonException e) {
      throw malformed(message, e);
    }
    // PROTOCOL.md §3.8: compared in constant time.
    if (!peerSecret.verifiesFinished(transcript.hash(), mac)) {
      throw new ProtocolException(AlertCode.BAD_SIGNATURE, "Finished over another transcript");
    }
    transcript.add(message);
  }

  /** PROTOCOL.md §3.8, RFC 8446 §4.4.3: 64 spaces || context || 0x00 || transcript hash. */
  static byte[] signatureInput(Side signer, byte[] transcriptHash) {
    byte[] context = signer.context().getBytes(StandardCharsets.US_ASCII);
    byte[] spaces = new byte[SPACES];
    Arrays.fill(spaces, (byte) ' ');
    return ByteBuffer.allocate(SPACES + context.length + 1 + transcriptHash.length)
        .put(spaces)
        .put(context)
        .put((byte) 0)
        .put(transcriptHash)
        .array();
  }

  private static Message certificate(Credentials credentials) {
    ObjectNode fields = Json.object();
    ArrayNode chain = fields.putArray("chain");
    credentials.encodedChain().forEach(encoded -> chain.add(Json.base64(encoded)));
    return new Message(Content.CERTIFICATE, Json.write(fields));
  }

  private static Message verify(Side self, Credentials credentials, byte[] transcriptHash) {
    byte[] signature = credentials.sign(signatureInput(self, transcriptHash));
    ObjectNode fields = Json.object();
    fields.put("scheme", credentials.scheme().wireName());
    fields.put("signature", Json.base64(signature));
    return new Message(Content.CERTIFICATE_VERIFY, Json.write(fields));
  }

  private static Message finished(byte[] mac) {
    return new Message(Content.FINISHED, Json.write(Json.object().put("mac", Json.base64(mac))));
  }

  private static Frame seal(RecordSealer sealer, Message message) {
    return sealer.seal(message.content(), message.data());
  }

  private static ObjectNode parse(Message message, Content expected) throws ProtocolException {
    try {
      return Json.parse(message.require(expected));
    } catch (JsonException e) {
      throw malformed(message, e);
    }
  }

  private static ProtocolException malformed(Message message, JsonException e) {
    return new ProtocolException(AlertCode.BAD_FRAME, message.content() + ": " + e.getMessage(), e);
  }
}
