package org.securechat.client.attack;

import org.securechat.client.ClientException;

/** The means for an attack are missing, so that it is left out. */
public final class Unavailable extends ClientException {
  private static final long serialVersionUID = 1L;

  /** Says what is missing. */
  public Unavailable(String why) {
    super(why, "");
  }

  /** Under load a server answers every first hello alike, whatever is wrong with it. */
  static Unavailable busy() {
    return new Unavailable("the server is busy and asks newcomers to come again; try later");
  }
}
