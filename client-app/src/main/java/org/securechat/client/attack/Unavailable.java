package org.securechat.client.attack;

import org.securechat.client.problem.Problem;

/** The means for an attack are missing, so that it is left out. */
final class Unavailable extends Problem {
  private static final long serialVersionUID = 1L;

  Unavailable(String why) {
    super(why, "");
  }
}
