package org.securechat.server.retention;

/** Something else that is to be erased in time, by the one server that has the lease for it. */
public interface ErasureTask {

  /** Looks once. What cannot be done now is left for the next time. */
  void run();
}
