package org.securechat.server.classic;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import org.securechat.connector.contract.Connection;
import org.securechat.protocol.classic.ClassicException;

/** What the classic endpoint logs. No line holds a secret or what people wrote. */
public final class ClassicLog {
  private static final Logger LOG = System.getLogger("org.securechat.server.classic");

  private ClassicLog() {}

  public static void started(String login, String chat) {
    LOG.log(
        Level.WARNING,
        "SC-S080 the classic endpoint accepts logins on {0} and chat on {1}: its protocol is weak",
        login,
        chat);
  }

  static void refused(Connection connection, ClassicException reason) {
    LOG.log(
        Level.INFO,
        "SC-S081 a line of classic connection {0} from {1} was refused with {2}: {3}",
        connection.id(),
        connection.remoteAddress(),
        reason.error().code(),
        reason.getMessage());
  }

  static void commandRefused(InetSocketAddress address, String code, String reason) {
    LOG.log(
        Level.INFO,
        "SC-S082 a classic command from {0} was refused with {1}: {2}",
        address,
        code,
        reason);
  }

  static void lost(Connection connection, Throwable reason) {
    LOG.log(
        Level.WARNING,
        "SC-S083 a message of classic connection {0} was not written: {1}",
        connection.id(),
        reason.getMessage());
  }
}
