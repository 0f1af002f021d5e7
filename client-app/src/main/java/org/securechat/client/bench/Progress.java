package org.securechat.client.bench;

/** Is told from time to time how far a run has come. */
@FunctionalInterface
public interface Progress {
  /** In a few words. Called by several threads. */
  void at(String where);
}
