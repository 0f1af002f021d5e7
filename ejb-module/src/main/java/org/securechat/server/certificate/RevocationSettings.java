package org.securechat.server.certificate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.securechat.server.config.ServerConfiguration;

/** What the operator can set about revocation, beside {@code securechat.crl}. */
@ApplicationScoped
public class RevocationSettings {

  private static final Duration SHORTEST = Duration.ofMillis(100);

  /** Whether responders are asked about single certificates. */
  enum Ocsp {
    /** Nobody is asked. */
    OFF,
    /** They are asked; where there is no answer, a current list will do. */
    ON,
    /** They are asked, and without an answer a certificate is refused. */
    REQUIRE
  }

  @Inject private ServerConfiguration configuration;

  @Inject
  @ConfigProperty(name = "securechat.revocation.interval")
  private Duration interval;

  @Inject
  @ConfigProperty(name = "securechat.revocation.refresh")
  private Duration refresh;

  @Inject
  @ConfigProperty(name = "securechat.revocation.hosts")
  private Optional<String> hosts;

  @Inject
  @ConfigProperty(name = "securechat.crl.distribution")
  private String distribution;

  @Inject
  @ConfigProperty(name = "securechat.ocsp")
  private String ocsp;

  @Inject
  @ConfigProperty(name = "securechat.ocsp.url")
  private Optional<String> ocspUrl;

  @Inject
  @ConfigProperty(name = "securechat.ocsp.nonce")
  private String ocspNonce;

  /** How often open sessions are looked at again. */
  Duration interval() {
    return positive("securechat.revocation.interval", interval);
  }

  /** How old news from the network may be before it is asked for again. */
  Duration refresh() {
    return positive("securechat.revocation.refresh", refresh);
  }

  /** Which hosts may be asked. */
  AllowedHosts hosts() {
    AllowedHosts allowed = AllowedHosts.parse(hosts.orElse(""));
    boolean asks = distributionPoints() || ocsp() != Ocsp.OFF && ocspUrl().isEmpty();
    if (asks && allowed.isEmpty()) {
      throw new IllegalStateException(
          "securechat.revocation.hosts must say which hosts may be asked for revocation lists and"
              + " answers, because securechat.crl.distribution or securechat.ocsp is on");
    }
    return ocspUrl().map(allowed::and).orElse(allowed);
  }

  /** Whether lists are fetched from where certificates say they are. */
  boolean distributionPoints() {
    return choice("securechat.crl.distribution", distribution, Switch.class) == Switch.ON;
  }

  Ocsp ocsp() {
    return choice("securechat.ocsp", ocsp, Ocsp.class);
  }

  /** The responder for all certificates; empty if each certificate names its own. */
  Optional<String> ocspUrl() {
    return ocspUrl.filter(url -> !url.isBlank()).map(String::trim);
  }

  boolean ocspNonceRequired() {
    return choice("securechat.ocsp.nonce", ocspNonce, Nonce.class) == Nonce.REQUIRE;
  }

  /** Where fetched lists are kept. */
  Path folder() {
    return configuration.dataFolder().resolve("crl");
  }

  private enum Switch {
    OFF,
    ON
  }

  private enum Nonce {
    REQUIRE,
    OPTIONAL
  }

  private static Duration positive(String key, Duration duration) {
    if (duration.compareTo(SHORTEST) < 0) {
      throw new IllegalStateException(key + " is " + duration + ", shorter than " + SHORTEST);
    }
    return duration;
  }

  private static <E extends Enum<E>> E choice(String key, String text, Class<E> type) {
    try {
      return Enum.valueOf(type, text.trim().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          key + " is " + text + ", not one of " + Arrays.toString(type.getEnumConstants()), e);
    }
  }
}
