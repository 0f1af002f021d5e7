package org.securechat.server.backup;

/** A backup cannot be made, read or restored; the message tells the operator why. */
public final class BackupException extends Exception {
  BackupException(String message) {
    super(message);
  }

  BackupException(String message, Throwable cause) {
    super(message, cause);
  }
}
