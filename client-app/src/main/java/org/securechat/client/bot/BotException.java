package org.securechat.client.bot;

import org.securechat.client.ClientException;

/** A program has asked for what it cannot have. */
final class BotException extends ClientException {
  private static final long serialVersionUID = 1L;

  private final String code;

  BotException(String code, String message, String remedy) {
    super(message, remedy);
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
