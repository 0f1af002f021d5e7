package org.securechat.client.attack.target;

import org.securechat.client.ClientException;

/** Something that an attack needs is missing, so that the run leaves it out. */
public final class AttackNotPossibleException extends ClientException {
  private static final long serialVersionUID = 1L;

  /** Names what is missing. */
  public AttackNotPossibleException(String why) {
    super(why, "");
  }

  /** Under load a server answers every first hello alike, whatever is wrong with it. */
  public static AttackNotPossibleException busy() {
    return new AttackNotPossibleException(
        "the server is overloaded and asks new clients to retry; try later");
  }
}
