package org.securechat.connector.log;

/** What the log says of itself. */
final class RepeatedFailureLog {
  private static final EventLog LOG = new EventLog("org.securechat.log");

  private static final LogEvent LEFT_OUT =
      LogEvent.warning(
          "SC-C020", "event {name} came {count} more times and was not written each time");

  private RepeatedFailureLog() {}

  static void leftOut(String event, long count) {
    LOG.log(LEFT_OUT, event, count);
  }
}
