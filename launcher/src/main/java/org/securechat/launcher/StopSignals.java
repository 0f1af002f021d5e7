package org.securechat.launcher;

import sun.misc.Signal;

/**
 * Being asked to stop is no failure, and the exit code says so. Left to itself, the Java runtime
 * stops in the same order but ends with 128 and the signal's number.
 */
final class StopSignals {

  private StopSignals() {}

  /** From now on SIGTERM and SIGINT end this process in order and with 0. */
  static void endWithZero() {
    for (String name : new String[] {"TERM", "INT"}) {
      try {
        Signal.handle(new Signal(name), signal -> System.exit(0));
      } catch (IllegalArgumentException e) {
        // The runtime was told to leave signals alone (-Xrs); then so do we.
        return;
      }
    }
  }
}
