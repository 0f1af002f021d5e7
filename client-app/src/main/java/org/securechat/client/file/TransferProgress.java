package org.securechat.client.file;

/** Hears how far a transfer is. */
@FunctionalInterface
public interface TransferProgress {
  /** Tells nobody. */
  TransferProgress SILENT = (_, _) -> {};

  /** So many bytes of so many are there. Called often; must not wait. */
  void moved(long done, long total);
}
