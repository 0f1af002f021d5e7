package org.securechat.client.session;

import org.securechat.client.ClientException;

/** Whether a message is in the record is not known: it must not be sent again before that. */
public final class UnknownFateException extends ClientException {
  private static final long serialVersionUID = 1L;

  UnknownFateException(String room, ClientException why) {
    super(
        "it is not known whether the message was recorded: " + why.getMessage(),
        "'securechat history --room "
            + room
            + "' shows it if it was. Send it again only if it is not there.",
        why);
  }

  @Override
  public String code() {
    return "unknown";
  }
}
