package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.PrivateKey;
import org.securechat.protocol.classic.ClassicCipher;
import org.securechat.protocol.classic.ClassicSignature;
import org.securechat.protocol.classic.ClassicTranscript;
import org.securechat.protocol.json.Json;

/**
 * A signed message of the chat endpoint. Immutable; {@code with…} methods return a changed copy
 * under the same signature.
 */
record SignedLine(long seqno, long ts, String iv, String ct, String sig) {

  static SignedLine sign(PrivateKey key, long seqno, long ts, ClassicCipher.Sealed sealed) {
    return sign(key, seqno, ts, Json.base64(sealed.iv()), Json.base64(sealed.ciphertext()));
  }

  /** Signs the ciphertext's text as it is, whether it is canonical or not. */
  static SignedLine sign(PrivateKey key, long seqno, long ts, String iv, String ct) {
    byte[] digest = ClassicSignature.messageDigest(seqno, ts, ct);
    return new SignedLine(seqno, ts, iv, ct, Json.base64(ClassicSignature.sign(key, digest)));
  }

  SignedLine withSeqno(long other) {
    return new SignedLine(other, ts, iv, ct, sig);
  }

  SignedLine withTs(long other) {
    return new SignedLine(seqno, other, iv, ct, sig);
  }

  SignedLine withCt(String other) {
    return new SignedLine(seqno, ts, iv, other, sig);
  }

  SignedLine withSig(String other) {
    return new SignedLine(seqno, ts, iv, ct, other);
  }

  ObjectNode json() {
    return Json.object()
        .put("type", "msg")
        .put("seqno", seqno)
        .put("ts", ts)
        .put("iv", iv)
        .put("ct", ct)
        .put("sig", sig);
  }

  /** What the transcript of the session has for it. */
  String transcribed(String fingerprint) {
    return ClassicTranscript.line(seqno, ts, ct, sig, fingerprint);
  }
}
