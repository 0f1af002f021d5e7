package org.securechat.client.bench;

import org.securechat.client.ClientException;
import org.securechat.client.connection.ConnectionException;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.wire.AlertCode;

/** Which setting of the server, or option of this program, lifts a limit that the load has met. */
final class ServerLimits {
  private static final String CONNECTIONS =
      "Give the server SECURECHAT_CONNECTIONS_MAX_PER_ADDRESS (1000 unless set) and"
          + " SECURECHAT_CONNECTIONS_MAX (10000) above the number of connections. If it happens"
          + " during the run, this program did not read fast enough: a smaller --window.";

  private ServerLimits() {}

  /** What to do about a refused request; empty if no setting would help. */
  static String remedy(ErrorCode code, String detail) {
    return switch (code) {
      case LIMIT_REACHED ->
          "Give the server "
              + (detail.contains("made") ? "SECURECHAT_ROOMS_MAX_MADE" : limitOf(detail))
              + " above what this run needs.";
      case RATE_LIMITED ->
          "Too much of one user waits, or too many logins of this address failed: fewer"
              + " --connections, or SECURECHAT_LOGIN_FAILURES_PER_ADDRESS=1000000 for the server.";
      case UNAVAILABLE ->
          "If lines wait for the database, give the server SECURECHAT_LEDGER_QUEUE_LINES (4096"
              + " unless set) above senders times --window, and SECURECHAT_LEDGER_QUEUE_BYTES.";
      case TOO_SOON ->
          "Give the server SECURECHAT_ROOMS_MEMBER_MESSAGES_PER_MINUTE (6000 unless set) and"
              + " SECURECHAT_ROOMS_MODERATOR_MESSAGES_PER_MINUTE (60000) above what one sender"
              + " writes into one room: 1000000, for example.";
      case BAD_CREDENTIALS, NAME_TAKEN ->
          "The server has an account of that name with another key: name the --users folder in"
              + " which that is kept, or give the server fresh --data.";
      case BAD_REQUEST,
          NOT_LOGGED_IN,
          IDENTITY_MISMATCH,
          DISABLED,
          FORBIDDEN,
          NO_SUCH_ROOM,
          NO_SUCH_USER,
          NO_SUCH_MESSAGE,
          NO_SUCH_FILE,
          FILE_REFUSED,
          BLOCKED,
          MUTED,
          UNSUPPORTED_KIND,
          FORK,
          REPLAYED,
          SIGNATURE_INVALID,
          TOO_LARGE ->
          "";
    };
  }

  private static String limitOf(String detail) {
    return detail.contains("direct")
        ? "SECURECHAT_ROOMS_MAX_DIRECT_PER_DAY"
        : "SECURECHAT_ROOMS_MAX_MADE and SECURECHAT_ROOMS_MAX_MEMBERSHIPS";
  }

  /** The same problem, with the setting to change if it was a limit. */
  static ClientException explain(ConnectionException problem) {
    boolean limit =
        problem.code().equals(AlertCode.OVERLOADED.code())
            || (problem.code().equals("lost") && problem.remedy().contains("administration"));
    return limit ? new ClientException(problem.getMessage(), CONNECTIONS, problem) : problem;
  }
}
