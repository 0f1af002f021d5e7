package org.securechat.server.ledger;

/**
 * Measures the ledger. Called on the writer's thread, so it must return at once; nothing waits for
 * it and nothing follows from it.
 */
public interface LedgerMeter {

  /** Measures nothing. */
  LedgerMeter NONE =
      new LedgerMeter() {
        @Override
        public void committed(int lines, long nanos) {}

        @Override
        public void durable(long nanos) {}
      };

  /**
   * A group of lines has become durable.
   *
   * @param lines how many, at least one
   * @param nanos how long placing, signing, committing and synchronising took
   */
  void committed(int lines, long nanos);

  /**
   * One line has become durable, and its caller is about to be told.
   *
   * @param nanos since it was given to the ledger
   */
  void durable(long nanos);
}
