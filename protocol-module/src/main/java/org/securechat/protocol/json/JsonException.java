package org.securechat.protocol.json;

/**
 * A document that is not what the protocol asks for. The message names the fault for a log or a
 * developer; it never repeats the document's content. Stackless, because a peer causes it at will.
 */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason what is wrong, without quoting the document
   */
  public JsonException(String reason) {
    super(reason, null, false, false);
  }
}
