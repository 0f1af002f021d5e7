package org.securechat.client.text;

import org.securechat.client.SafeText;
import org.securechat.client.session.SessionListener.Delivery;

/** Says how it stands with a message of one's own that was not answered at once. */
public final class DeliveryText {
  private static final int SHOWN = 40;

  private DeliveryText() {}

  /** One line, which begins with the message's first words. */
  public static String of(String message, Delivery state) {
    return begun(message) + words(state);
  }

  /** Of a message that was typed while there was no connection. */
  public static String waits(String message) {
    return begun(message) + "waits: it is sent when there is a connection";
  }

  private static String begun(String message) {
    String whole = SafeText.of(message);
    String first = whole.length() > SHOWN ? whole.substring(0, SHOWN) + "…" : whole;
    return "'" + first + "' ";
  }

  private static String words(Delivery state) {
    return switch (state) {
      case WAITING -> "waits: the connection was lost before the answer came";
      case SENT -> "is sent: its line is in the record";
      case AGAIN -> "was not recorded; it is sent again";
      case NOT_SENT -> "was not sent: it is not in the record";
      case UNKNOWN ->
          "is unknown: it may be in the record or not; you will hear when that is clear";
    };
  }
}
