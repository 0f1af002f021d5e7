package org.securechat.server.classic;

import java.net.InetSocketAddress;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;
import org.securechat.protocol.classic.ClassicException;

/** What the classic endpoint logs. No line holds a secret or the content of a message. */
public final class ClassicLog {
  private static final EventLog LOG = new EventLog("org.securechat.server.classic");

  private static final LogEvent STARTED =
      LogEvent.warning(
          "SC-S080",
          "the classic endpoint accepts logins on {login_address} and chat on {chat_address}: its"
              + " protocol is weak");
  private static final LogEvent REFUSED =
      LogEvent.info(
          "SC-S081",
          "classic connection {connection} from {address}: line refused with {code}: {reason}");
  private static final LogEvent COMMAND_REFUSED =
      LogEvent.info("SC-S082", "classic command from {address} refused with {code}: {reason}");
  private static final LogEvent NOT_WRITTEN =
      LogEvent.warning(
          "SC-S083", "classic connection {connection}: a message was not written: {reason}");
  private static final LogEvent NOT_CHECKABLE =
      LogEvent.warning(
          "SC-S084",
          "classic clients cannot check {certificate} and will refuse this server: no authority in"
              + " ca.pem has signed it with an RSA key (pki init --key rsa3072)");

  private ClassicLog() {}

  public static void started(String login, String chat) {
    LOG.log(STARTED, login, chat);
  }

  static void notCheckable(String certificate) {
    LOG.log(NOT_CHECKABLE, certificate);
  }

  static void refused(Connection connection, ClassicException reason) {
    LOG.log(
        REFUSED,
        connection.id(),
        connection.remoteAddress(),
        reason.error().code(),
        reason.getMessage());
  }

  static void commandRefused(InetSocketAddress address, String code, String reason) {
    LOG.log(COMMAND_REFUSED, address, code, reason);
  }

  static void notWritten(Connection connection, Throwable reason) {
    LOG.log(NOT_WRITTEN, connection.id(), reason.getMessage());
  }
}
