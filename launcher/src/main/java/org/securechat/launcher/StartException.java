package org.securechat.launcher;

/** The server cannot start; the message tells the operator why and what to do. */
final class StartException extends Exception {

  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
