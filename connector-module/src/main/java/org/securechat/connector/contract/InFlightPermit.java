package org.securechat.connector.contract;

/** One unit of unfinished work for a connection; see {@link Connection#acquirePermit()}. */
public interface InFlightPermit {

  /** The work is done. Calling it again has no effect. Safe from any thread. */
  void release();
}
