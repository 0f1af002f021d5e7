package org.securechat.server.certificate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.securechat.protocol.identity.RevocationPolicy;

/**
 * What the operator decides about revocation.
 *
 * @param policy what happens to a certificate without a current revocation list
 * @param listFile the operator's own lists, PEM; the file may be missing
 * @param interval how often the certificates of open sessions are checked again
 * @param network what is asked of other servers
 */
public record RevocationSettings(
    RevocationPolicy policy, Path listFile, Duration interval, Network network) {

  /**
   * What is asked of other servers.
   *
   * @param distributionPoints whether lists are fetched from where certificates say they are
   * @param responder the OCSP responder for all certificates; empty if each one names its own
   * @param hosts which hosts may be asked, separated by commas
   * @param refresh how old an answer may be before it is asked for again
   * @param cacheFolder where fetched lists are kept
   */
  public record Network(
      Fetching distributionPoints,
      Ocsp ocsp,
      Optional<String> responder,
      Nonce nonce,
      String hosts,
      Duration refresh,
      Path cacheFolder) {

    /** The hosts that may be asked: those of the list, and that of the configured responder. */
    AllowedHosts allowedHosts() {
      AllowedHosts listed = AllowedHosts.parse(hosts);
      return responder.map(listed::and).orElse(listed);
    }
  }

  /** Whether revocation lists are fetched from distribution points. */
  public enum Fetching {
    OFF,
    ON
  }

  /** Whether OCSP responders are asked about single certificates. */
  public enum Ocsp {
    /** No responder is asked. */
    OFF,
    /** Responders are asked; where none answers, a current list is enough. */
    ON,
    /** Responders are asked; a certificate without an answer is refused. */
    REQUIRE
  }

  /** Whether an OCSP answer must repeat the nonce of its request. */
  public enum Nonce {
    REQUIRE,
    OPTIONAL
  }
}
