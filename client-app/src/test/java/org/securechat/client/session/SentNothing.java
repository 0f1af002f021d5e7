package org.securechat.client.session;

import org.securechat.client.ClientException;

/** Makes what only a session throws. */
public final class SentNothing {
  private SentNothing() {}

  public static NotSentException exception() {
    return NotSentException.untried(new ClientException("there is no connection"));
  }
}
