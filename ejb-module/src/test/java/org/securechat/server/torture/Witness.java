package org.securechat.server.torture;

/** Hears what a server promises, when it does. Called by many threads. */
interface Witness {
  /** Before anybody else is told. */
  void promised(Promise promise);

  /** Before a file with signed heads is begun. */
  void headsBegun(long number);
}
