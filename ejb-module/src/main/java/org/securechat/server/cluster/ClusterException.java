package org.securechat.server.cluster;

import org.securechat.server.DomainException;

/** A server cannot take part in its cluster. */
public final class ClusterException extends DomainException {
  private static final long serialVersionUID = 1L;

  ClusterException(String message) {
    super(message);
  }

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
