package org.securechat.client.bench;

import java.util.Locale;

/** The benchmarks. */
public enum BenchKind {
  /** Handshake, login and leave. */
  LOGIN("logins"),
  /** One says something, many get it. */
  FANOUT("deliveries"),
  /** One says something to one, and the next thing once that has arrived. */
  LATENCY("messages"),
  /** Many say as much as is taken. */
  INGEST("messages"),
  /** Connections that do nothing. */
  IDLE("connections");

  private final String operations;

  BenchKind(String operations) {
    this.operations = operations;
  }

  /** As on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is counted. */
  String operations() {
    return operations;
  }
}
