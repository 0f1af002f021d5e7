package org.securechat.protocol.wire;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a connection ends. The code is all that the peer is told; the reason stays in the log. */
public enum AlertCode {
  /** A frame, hello or handshake message that does not parse. */
  BAD_FRAME("bad_frame"),
  /** A certificate that is malformed, unfit for its purpose, or names the wrong server. */
  BAD_CERTIFICATE("bad_certificate"),
  /** A certificate outside its validity. */
  CERTIFICATE_EXPIRED("certificate_expired"),
  /** A revoked certificate. */
  CERTIFICATE_REVOKED("certificate_revoked"),
  /** A certificate for which there is no current revocation list, or no answer about it. */
  REVOCATION_UNKNOWN("revocation_unknown"),
  /** An account, or a whole peer, that may not go on although all it has shown was right. */
  ACCESS_DENIED("access_denied"),
  /** A chain that ends in no configured authority. */
  UNKNOWN_AUTHORITY("unknown_authority"),
  /** A CertificateVerify or Finished that does not prove what it should. */
  BAD_SIGNATURE("bad_signature"),
  /** A record that does not open, or whose inside is malformed. */
  BAD_RECORD("bad_record"),
  /** A well-formed message that is out of place in this state. */
  UNEXPECTED_MESSAGE("unexpected_message"),
  /** No protocol, cipher, group or signature scheme in common. */
  UNSUPPORTED("unsupported"),
  /** A deadline passed. */
  TIMEOUT("timeout"),
  /** A frame or message above its limit. */
  TOO_LARGE("too_large"),
  /** The peer cannot serve this connection now. */
  OVERLOADED("overloaded"),
  /** The sender of the alert failed; the receiver did nothing wrong. */
  INTERNAL_ERROR("internal_error");

  private static final Map<String, AlertCode> BY_CODE =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(AlertCode::code, Function.identity()));

  private final String code;

  AlertCode(String code) {
    this.code = code;
  }

  /** The text on the wire. */
  public String code() {
    return code;
  }

  /**
   * The alert for a text from the wire.
   *
   * @throws ProtocolException {@code bad_frame} for a text that is no code
   */
  public static AlertCode of(String code) throws ProtocolException {
    AlertCode alert = BY_CODE.get(code);
    if (alert == null) {
      throw new ProtocolException(BAD_FRAME, "unknown alert code");
    }
    return alert;
  }
}
