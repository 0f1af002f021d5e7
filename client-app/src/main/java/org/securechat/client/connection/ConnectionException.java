package org.securechat.client.connection;

import java.util.Objects;
import org.securechat.client.ClientException;

/** The connection could not be made, or it has ended. */
public final class ConnectionException extends ClientException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean lasting;

  ConnectionException(String code, String what, String remedy, boolean lasting, Throwable cause) {
    super(what, remedy, cause);
    this.code = Objects.requireNonNull(code);
    this.lasting = lasting;
  }

  /** The alert's code, or {@code unreachable}, {@code lost} or {@code no_answer}. */
  @Override
  public String code() {
    return code;
  }

  /** Whether trying again cannot help, because a person has to change something first. */
  public boolean lasting() {
    return lasting;
  }
}
