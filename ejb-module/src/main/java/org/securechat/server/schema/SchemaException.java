package org.securechat.server.schema;

/** The database's schema is not one this server can work with; the message says what to do. */
public final class SchemaException extends RuntimeException {
  SchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
