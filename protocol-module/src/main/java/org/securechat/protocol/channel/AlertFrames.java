package org.securechat.protocol.channel;

import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** Alerts as JSON (PROTOCOL.md §5): {@code {"code":"…"}}. Thread-safe. */
public final class AlertFrames {
  private static final String CODE = "code";

  private AlertFrames() {}

  /** An alert in the clear, for a connection that has no keys yet. */
  public static Frame plaintext(AlertCode alert) {
    return Frame.of(FrameType.ALERT, content(alert));
  }

  /**
   * The code of an alert in the clear.
   *
   * @throws ProtocolException {@code bad_frame} for anything malformed
   */
  public static AlertCode parse(Frame frame) throws ProtocolException {
    if (frame.type() != FrameType.ALERT) {
      throw new ProtocolException(AlertCode.UNEXPECTED_MESSAGE, frame.type() + " is no alert");
    }
    return parse(frame.body());
  }

  /** The data of an alert record. */
  public static byte[] content(AlertCode alert) {
    return Json.write(Json.object().put(CODE, alert.code()));
  }

  /**
   * The code in the data of an alert record.
   *
   * @throws ProtocolException {@code bad_frame} for anything malformed
   */
  public static AlertCode parse(byte[] data) throws ProtocolException {
    if (data.length > Limits.MAX_ALERT_LENGTH) {
      throw new ProtocolException(AlertCode.TOO_LARGE, "an alert of " + data.length + " bytes");
    }
    try {
      return AlertCode.of(Json.text(Json.parse(data), CODE, Limits.MAX_NAME_LENGTH));
    } catch (JsonException e) {
      throw new ProtocolException(AlertCode.BAD_FRAME, "malformed alert", e);
    }
  }
}
