package org.securechat.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Handshakes, logins, requests and the ledger's commits, counted where they happen. Each call adds
 * to a striped counter or two and returns. Thread-safe.
 */
@ApplicationScoped
public class ChatMetrics {

  /** The result of what went well; otherwise it is the code that the peer is told. */
  static final String OK = "ok";

  private static final String LOGIN = "login";
  private static final double NANOS = 1e9;

  /** From a commit on a fast disk to the longest that a commit is kept in doubt. */
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20
  };

  private static final double[] LINES = {1, 2, 4, 8, 16, 32, 64, 128, 256};

  private Counter handshakes;
  private Counter logins;
  private Counter requests;
  private Counter alerts;
  private Histogram handshakeSeconds;
  private Histogram commitSeconds;
  private Histogram groupSeconds;
  private Histogram groupLines;

  /** For the container's proxy. */
  public ChatMetrics() {}

  @Inject
  public ChatMetrics(Metrics metrics) {
    handshakes =
        metrics.counter(
            "securechat_handshakes_total",
            "Handshakes that have ended: ok, the alert that the server sent, peer_ and the alert"
                + " that the peer sent, or closed. Unless ok, the group is `none`.",
            "result",
            "group");
    handshakeSeconds =
        metrics.histogram(
            "securechat_handshake_duration_seconds",
            "From accepting a connection to keys and proved identities, waiting for the peer"
                + " included; successful handshakes only.",
            SECONDS);
    logins =
        metrics.counter(
            "securechat_logins_total", "Attempts to log in: ok, or the error code.", "result");
    requests =
        metrics.counter(
            "securechat_requests_total",
            "Requests that have been decided, by type and result: ok, or the error code. A message"
                + " counts once it is durable, or refused.",
            "type",
            "result");
    alerts =
        metrics.counter(
            "securechat_alerts_sent_total",
            "Established connections that the server has ended with an alert.",
            "code");
    commitSeconds =
        metrics.histogram(
            "securechat_message_commit_duration_seconds",
            "From giving a line to the ledger to its durability: what a sender waits for.",
            SECONDS);
    groupSeconds =
        metrics.histogram(
            "securechat_ledger_commit_duration_seconds",
            "One transaction of the ledger: placing, signing, committing, synchronising.",
            SECONDS);
    groupLines =
        metrics.histogram(
            "securechat_ledger_commit_lines", "Lines in one transaction of the ledger.", LINES);
  }

  /** A handshake has succeeded. */
  public void handshakeDone(String group, long nanos) {
    handshakes.labelValues(OK, group).inc();
    handshakeSeconds.observe(nanos / NANOS);
  }

  /** A handshake was ended with this alert. */
  public void handshakeRefused(String code) {
    handshakes.labelValues(code, "none").inc();
  }

  /** The peer has ended a handshake with this alert. */
  public void handshakeRefusedByPeer(String code) {
    handshakes.labelValues("peer_" + code, "none").inc();
  }

  /** A connection has ended before its handshake had. */
  public void handshakeAbandoned() {
    handshakes.labelValues("closed", "none").inc();
  }

  /** An established connection is ended with this alert. */
  public void alerted(String code) {
    alerts.labelValues(code).inc();
  }

  /** A request was done as asked. */
  public void requestDone(String type) {
    decided(type, OK);
  }

  /** A request was refused. */
  public void requestRefused(String type, String code) {
    decided(type, code);
  }

  /** Something that is no request was refused; whatever type it claims to be is not believed. */
  public void malformedRequest(String code) {
    decided("malformed", code);
  }

  private void decided(String type, String result) {
    requests.labelValues(type, result).inc();
    if (type.equals(LOGIN)) {
      logins.labelValues(result).inc();
    }
  }

  /** A line has become durable. */
  public void lineDurable(long nanos) {
    commitSeconds.observe(nanos / NANOS);
  }

  /** A group of lines has been committed. */
  public void groupCommitted(int lines, long nanos) {
    groupLines.observe(lines);
    groupSeconds.observe(nanos / NANOS);
  }
}
