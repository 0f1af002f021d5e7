package org.securechat.protocol.evidence;

/**
 * A piece of evidence that is not in its one permitted form or does not verify. The message names
 * the fault and never quotes a message. Stackless, because a peer causes it at will.
 */
public final class EvidenceException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param fault what is wrong
   */
  public EvidenceException(String fault) {
    super(fault, null, false, false);
  }
}
