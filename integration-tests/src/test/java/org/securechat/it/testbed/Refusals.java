package org.securechat.it.testbed;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.securechat.it.client.RequestRefusedException;

/** Reads the error code of a refusal. */
public final class Refusals {

  private Refusals() {}

  /** The code on the wire of the error that the request gets; fails the test if it is granted. */
  public static String of(Runnable request) {
    RequestRefusedException refusal =
        catchThrowableOfType(RequestRefusedException.class, request::run);
    if (refusal == null) {
      throw new AssertionError("the server did not refuse");
    }
    return refusal.code().wireName();
  }
}
