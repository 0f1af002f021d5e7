package org.securechat.server.cluster;

import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;

/** What a server logs about the others of its cluster. */
final class ClusterLog {
  private static final EventLog LOG = new EventLog("org.securechat.server.cluster");

  private static final LogEvent JOINED =
      LogEvent.info("SC-N001", "in the cluster {cluster} as {node}; others: {others}");
  private static final LogEvent APPEARED =
      LogEvent.info("SC-N002", "the server {node} has joined the cluster");
  private static final LogEvent LEFT =
      LogEvent.info("SC-N003", "the server {node} has left the cluster");
  private static final LogEvent DEAD =
      LogEvent.warning(
          "SC-N004", "the server {node} gives no sign of life; its sessions have ended");
  private static final LogEvent HINT_FAILED =
      LogEvent.warning("SC-N005", "a hint of another server could not be followed");
  private static final LogEvent LOOK_FAILED =
      LogEvent.warning("SC-N006", "the database could not be asked what other servers have done");
  private static final LogEvent DECLARED_DEAD =
      LogEvent.warning(
          "SC-N007", "others of the cluster took this server for dead; it has joined again");

  private static final LogEvent CLOCK_OFF =
      LogEvent.warning(
          "SC-N008",
          "the clock of this server is {seconds} s ahead of the database's; synchronise them");

  private ClusterLog() {}

  static void joined(String cluster, String node, int others) {
    LOG.log(JOINED, cluster, node, others);
  }

  static void appeared(String node) {
    LOG.log(APPEARED, node);
  }

  static void left(String node) {
    LOG.log(LEFT, node);
  }

  static void dead(String node) {
    LOG.log(DEAD, node);
  }

  static void hintFailed(Throwable reason) {
    LOG.logFailure(HINT_FAILED, reason);
  }

  static void lookFailed(Throwable reason) {
    LOG.logFailure(LOOK_FAILED, reason);
  }

  static void declaredDead() {
    LOG.log(DECLARED_DEAD);
  }

  static void clockOff(long seconds) {
    LOG.log(CLOCK_OFF, seconds);
  }
}
