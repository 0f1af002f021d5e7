package org.securechat.client.session;

import org.securechat.client.ClientException;

/**
 * A message is not in the record and will not be, because there was no connection to the server. It
 * may be sent again.
 */
public final class NotSentException extends ClientException {
  private static final long serialVersionUID = 1L;

  private final String code;

  private NotSentException(String message, ClientException why) {
    super(message, why.remedy(), why);
    this.code = why.code();
  }

  /** It was not even tried. */
  static NotSentException untried(ClientException why) {
    return new NotSentException(why.getMessage(), why);
  }

  /** It was tried, and no line of it is in the record. */
  static NotSentException unrecorded(ClientException why) {
    return new NotSentException("not sent: " + why.getMessage(), why);
  }

  /** That of the connection's end. */
  @Override
  public String code() {
    return code;
  }
}
