package org.securechat.client.connection;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;

/**
 * How to connect.
 *
 * @param server where to
 * @param credentials the user's certificate and key
 * @param rules by which the server's certificate is judged
 * @param clock for validity and key ages
 * @param connectLimit the longest wait for the network to connect
 * @param answerLimit the longest wait for an answer
 * @param keyLog receives secrets for debugging with a network analyser; normally empty
 */
public record ConnectionSettings(
    ServerAddress server,
    Credentials credentials,
    CertificateRules rules,
    Clock clock,
    Duration connectLimit,
    Duration answerLimit,
    Optional<Consumer<String>> keyLog) {

  /** Rejects missing parts. */
  public ConnectionSettings {
    Objects.requireNonNull(server);
    Objects.requireNonNull(credentials);
    Objects.requireNonNull(rules);
    Objects.requireNonNull(clock);
    Objects.requireNonNull(connectLimit);
    Objects.requireNonNull(answerLimit);
    Objects.requireNonNull(keyLog);
  }

  /** The usual limits: 10 s to connect, 30 s for an answer. */
  public static ConnectionSettings of(
      ServerAddress server, Credentials credentials, CertificateRules rules, Clock clock) {
    return new ConnectionSettings(
        server,
        credentials,
        rules,
        clock,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Optional.empty());
  }

  /** The same, with the secrets of every connection handed out. */
  public ConnectionSettings withKeyLog(Consumer<String> log) {
    return new ConnectionSettings(
        server, credentials, rules, clock, connectLimit, answerLimit, Optional.of(log));
  }
}
