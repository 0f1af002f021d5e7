package org.securechat.client.attack.target;

import org.securechat.client.ClientException;

/** The means for an attack are missing, so that it is left out. */
public final class AttackNotPossibleException extends ClientException {
  private static final long serialVersionUID = 1L;

  /** Says what is missing. */
  public AttackNotPossibleException(String why) {
    super(why, "");
  }

  /** Under load a server answers every first hello alike, whatever is wrong with it. */
  public static AttackNotPossibleException busy() {
    return new AttackNotPossibleException(
        "the server is busy and asks newcomers to come again; try later");
  }
}
