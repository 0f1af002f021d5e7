package org.securechat.client.pki.est;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.securechat.client.ClientException;
import org.securechat.client.identity.HttpsTrust;
import org.securechat.protocol.identity.Credentials;

/** An EST server as one of those whom it knows, or as one who has a password. For one thread. */
final class EstServer implements AutoCloseable {
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration USUAL_PAUSE = Duration.ofSeconds(30);

  /** Ten years: what is longer does not fit a clock. */
  private static final long LONGEST_PAUSE_SECONDS = 10L * 365 * 86_400;

  private final EstAddress address;
  private final EstPatience patience;
  private final Clock clock;
  private final EstHttp http;

  EstServer(
      EstAddress address,
      SSLContext tls,
      EstPatience patience,
      Optional<EstLogin> login,
      Clock clock) {
    this.address = address;
    this.patience = patience;
    this.clock = clock;
    this.http = new EstHttp(address, tls, patience, login);
  }

  /**
   * A server that shows a certificate of these authorities.
   *
   * @param own shown to it; empty for none
   */
  static EstServer trusted(
      EstAddress address,
      List<X509Certificate> authorities,
      Optional<Credentials> own,
      Optional<EstLogin> login,
      EstPatience patience,
      Clock clock)
      throws ClientException {
    return new EstServer(address, HttpsTrust.tls(authorities, own), patience, login, clock);
  }

  /** The certificates of the authority (RFC 7030, section 4.1), which prove nothing. */
  List<X509Certificate> authorities() throws ClientException {
    EstAnswer answer = http.get("cacerts");
    if (answer.isPending()) {
      throw new EstException(
          EstFault.MALFORMED, address + " defers its own certificates", "Try again later.");
    }
    return EstMessages.certificates(address, answer);
  }

  /** Asks for a first certificate (section 4.2.1); waits as long as the patience lasts. */
  List<X509Certificate> enroll(byte[] request) throws ClientException {
    return ask("simpleenroll", request);
  }

  /** Asks for the next certificate (section 4.2.2), with the present one shown in TLS. */
  List<X509Certificate> reenroll(byte[] request) throws ClientException {
    return ask("simplereenroll", request);
  }

  private List<X509Certificate> ask(String operation, byte[] request) throws ClientException {
    Duration left = patience.deciding();
    while (true) {
      EstAnswer answer = http.post(operation, request);
      if (!answer.isPending()) {
        return EstMessages.certificates(address, answer);
      }
      Duration pause = pause(answer);
      if (pause.compareTo(left) > 0) {
        throw new EstException(
            EstFault.PENDING,
            address
                + " has not decided yet, and wants to be asked again at "
                + clock.instant().plus(pause).truncatedTo(ChronoUnit.SECONDS),
            "Run the same command then: the key of this request waits for its certificate.");
      }
      left = left.minus(pause);
      rest(pause);
    }
  }

  private void rest(Duration pause) throws EstException {
    try {
      patience.pause().of(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EstException(EstFault.PENDING, "interrupted", "", e);
    }
  }

  /** Seconds or a date (RFC 9110, section 10.2.3). */
  private Duration pause(EstAnswer answer) {
    String stated = answer.headers().firstValue("Retry-After").orElse("").strip();
    Duration pause;
    if (stated.matches("[0-9]{1,18}")) {
      pause = Duration.ofSeconds(Math.min(Long.parseLong(stated), LONGEST_PAUSE_SECONDS));
    } else {
      pause = until(stated);
    }
    return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
  }

  private Duration until(String date) {
    try {
      Instant at = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Duration.between(clock.instant(), at);
    } catch (DateTimeException | ArithmeticException e) {
      return USUAL_PAUSE;
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
