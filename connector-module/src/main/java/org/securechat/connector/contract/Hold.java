package org.securechat.connector.contract;

/** One unit of unfinished work for a connection; see {@link Connection#hold()}. */
public interface Hold extends AutoCloseable {

  /** The work is done. Calling it again has no effect. Safe from any thread. */
  @Override
  void close();
}
