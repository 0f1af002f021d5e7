package org.securechat.server.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.server.ServerLog;

/** Checks every setting before the first one is used. */
final class SettingsCheck {

  private static final String PREFIX = "SECURECHAT_";

  /** Variables of the same environment that belong to the client and the launcher. */
  private static final Set<String> OTHERS =
      Set.of(
          "SECURECHAT_ADMIN_PASSWORD",
          "SECURECHAT_ADMIN_PASSWORD_FILE",
          "SECURECHAT_ADMIN_PORT",
          "SECURECHAT_ADMIN_SERVER",
          "SECURECHAT_ADMIN_TOKEN",
          "SECURECHAT_ADMIN_USER",
          "SECURECHAT_CACHE",
          "SECURECHAT_DEBUG",
          "SECURECHAT_EST_PASSWORD",
          "SECURECHAT_HOME",
          "SECURECHAT_JAVA_OPTS",
          "SECURECHAT_NEW_PASSWORD",
          "SECURECHAT_PASSPHRASE_FILE",
          "SECURECHAT_PASSWORD",
          "SECURECHAT_SERVER",
          "SECURECHAT_USER");

  private final Config config;

  SettingsCheck(Config config) {
    this.config = config;
  }

  /**
   * Logs every variable that is not a setting in spite of its name, and every bad setting.
   *
   * @throws IllegalStateException that names all bad settings
   */
  void run() {
    unknown(System.getenv().keySet()).forEach(ServerLog::unknownSetting);
    List<String> faults = faults();
    faults.forEach(ServerLog::badSetting);
    if (!faults.isEmpty()) {
      throw new IllegalStateException(String.join("; ", faults));
    }
  }

  /** One sentence for each bad setting: what is allowed, but never the value itself. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      config
          .getOptionalValue(setting.key(), String.class)
          .flatMap(setting::fault)
          .ifPresent(faults::add);
    }
    if (text(Setting.OIDC_ISSUER).isPresent()) {
      faults.addAll(providerFaults());
    } else if (text(Setting.OIDC_CLIENT_ID).isPresent()) {
      faults.add(Setting.OIDC_ISSUER.named() + " is needed with " + Setting.OIDC_CLIENT_ID.key());
    }
    if (asksHostsOfCertificates() && text(Setting.REVOCATION_HOSTS).isEmpty()) {
      faults.add(
          Setting.REVOCATION_HOSTS.named()
              + " must say which hosts may be asked for revocation lists and answers, because "
              + Setting.CRL_DISTRIBUTION.key()
              + " or "
              + Setting.OCSP.key()
              + " is on");
    }
    if (faults.isEmpty()
        && number(Setting.ROOMS_MODERATOR_MESSAGES) < number(Setting.ROOMS_MEMBER_MESSAGES)) {
      faults.add(
          Setting.ROOMS_MODERATOR_MESSAGES.named()
              + " must not be less than "
              + Setting.ROOMS_MEMBER_MESSAGES.key());
    }
    return faults;
  }

  private int number(Setting setting) {
    return Integer.parseInt(text(setting).orElseGet(() -> setting.defaultValue().orElseThrow()));
  }

  /** Whether the server goes to addresses that stand in certificates. */
  private boolean asksHostsOfCertificates() {
    return isOn(Setting.CRL_DISTRIBUTION)
        || (isOn(Setting.OCSP) && text(Setting.OCSP_URL).isEmpty());
  }

  private boolean isOn(Setting setting) {
    return text(setting).filter(text -> !text.equalsIgnoreCase("off")).isPresent();
  }

  /** Faults that would otherwise show only when the first token arrives. */
  private List<String> providerFaults() {
    List<String> faults = new ArrayList<>();
    if (text(Setting.OIDC_AUDIENCE).isEmpty()) {
      faults.add(Setting.OIDC_AUDIENCE.named() + " is needed with " + Setting.OIDC_ISSUER.key());
    }
    if (text(Setting.OIDC_CA).filter(file -> !hasCertificates(file)).isPresent()) {
      faults.add(Setting.OIDC_CA.named() + " names no file with certificates");
    }
    return faults;
  }

  private Optional<String> text(Setting setting) {
    return config
        .getOptionalValue(setting.key(), String.class)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static boolean hasCertificates(String file) {
    try {
      return !PemFiles.certificates(Path.of(file)).isEmpty();
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  /** The environment variables that begin like a setting but are not one. */
  static Set<String> unknown(Set<String> environment) {
    Set<String> known =
        Stream.concat(Arrays.stream(Setting.values()).map(Setting::environment), OTHERS.stream())
            .collect(Collectors.toSet());
    return environment.stream()
        .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
