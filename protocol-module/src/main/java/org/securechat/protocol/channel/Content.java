package org.securechat.protocol.channel;

import java.util.Optional;

/** What a record holds: the first byte of its inside. */
public enum Content {
  /** A certificate chain; handshake only. */
  CERTIFICATE(1),
  /** A signature over the transcript; handshake only. */
  CERTIFICATE_VERIFY(2),
  /** A MAC over the transcript; handshake only. */
  FINISHED(3),
  /** The sender's next record is under its next key. */
  KEY_UPDATE(4),
  /** The connection ends with an alert. */
  ALERT(5),
  /** The sender will send nothing more. */
  CLOSE(6),
  /** An application message. */
  APPLICATION(7);

  private static final Content[] BY_CODE = values();

  private final int code;

  Content(int code) {
    this.code = code;
  }

  /** The byte inside the record. */
  public int code() {
    return code;
  }

  /** The content for a byte, if it is known. */
  static Optional<Content> of(int code) {
    return code < 1 || code > BY_CODE.length ? Optional.empty() : Optional.of(BY_CODE[code - 1]);
  }
}
