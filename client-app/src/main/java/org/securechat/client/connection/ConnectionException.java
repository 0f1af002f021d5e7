package org.securechat.client.connection;

import java.util.Objects;
import org.securechat.client.ClientException;
import org.securechat.protocol.wire.AlertCode;

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

  /** The server has closed in good order, and this side had not asked for that. */
  public static ConnectionException closed(ServerAddress server) {
    return new ConnectionErrorMessages(server).lost("the server closed it", null);
  }

  /** What the server sent is not of the protocol. */
  public static ConnectionException malformed(ServerAddress server, Exception fault) {
    return new ConnectionException(
        AlertCode.BAD_FRAME.code(),
        "not going on with " + server + ": its message is malformed: " + fault.getMessage(),
        "",
        true,
        fault);
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
