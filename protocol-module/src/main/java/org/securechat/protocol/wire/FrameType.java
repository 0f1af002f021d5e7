package org.securechat.protocol.wire;

/** The first byte of a frame's payload. */
public enum FrameType {
  /** The client's offer, JSON in the clear. */
  CLIENT_HELLO(1),
  /** The server's choice, JSON in the clear. */
  SERVER_HELLO(2),
  /** The server's request for another ClientHello, JSON in the clear, at most one. */
  HELLO_RETRY(3),
  /** Sealed content: everything after ServerHello. */
  RECORD(4),
  /** An alert in the clear, before keys exist. */
  ALERT(5);

  private static final FrameType[] BY_CODE = values();

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  /** The byte on the wire. */
  public int code() {
    return code;
  }

  /**
   * The type for a byte from the wire.
   *
   * @throws ProtocolException {@code bad_frame} for a byte that is no type
   */
  public static FrameType of(int code) throws ProtocolException {
    if (code < 1 || code > BY_CODE.length) {
      throw new ProtocolException(AlertCode.BAD_FRAME, "unknown frame type " + code);
    }
    return BY_CODE[code - 1];
  }
}
