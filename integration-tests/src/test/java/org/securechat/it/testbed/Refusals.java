package org.securechat.it.testbed;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.securechat.it.client.RequestRefusedException;

/** What a server says no with. */
public final class Refusals {

  private Refusals() {}

  /** The error's code as it is on the wire; what is not refused fails the test. */
  public static String of(Runnable request) {
    RequestRefusedException refusal =
        catchThrowableOfType(RequestRefusedException.class, request::run);
    if (refusal == null) {
      throw new AssertionError("the server did not refuse");
    }
    return refusal.code().wireName();
  }
}
