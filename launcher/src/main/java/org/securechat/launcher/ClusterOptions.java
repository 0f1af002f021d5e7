package org.securechat.launcher;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Whether this server is one of several on one database, and where the others reach it. */
final class ClusterOptions {
  /** A host, an IPv4 address or an IPv6 address in brackets, then a port. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?<host>[^:\\[\\]\\s]+|\\[[^\\[\\]\\s]+])(:(?<port>\\d{1,5}))?");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MOST = 65_535;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = {
        "Run as one of several servers of this name, which share a MySQL database and serve the"
            + " same rooms (default: this server is alone)."
      })
  String name;

  @Option(
      names = "--cluster-address",
      paramLabel = "HOST[:PORT]",
      description = {
        "Where the other servers of the cluster reach this one, by UDP, on a network of their own"
            + " (default: 127.0.0.1:"
            + Default.PORT
            + "); port 0 takes a free one."
      })
  String address;

  /** Constants, because the annotation of an option takes nothing else. */
  private static final class Default {
    private static final String PORT = "7490";
  }

  /**
   * @throws StartException if an option says nothing that can be used, or the settings of shared
   *     files do not
   */
  void check() throws StartException {
    if (address != null && name == null) {
      throw new StartException("--cluster-address needs --cluster, the name of the cluster");
    }
    if (name != null && !NAME.matcher(name).matches()) {
      throw new StartException(
          "--cluster: a name has up to 64 letters, digits, dots, hyphens and underscores");
    }
    if (address != null) {
      Matcher parts = ADDRESS.matcher(address);
      if (!parts.matches() || Integer.parseInt(port(parts)) > MOST) {
        throw new StartException(
            "--cluster-address: "
                + address
                + " is not HOST:PORT, such as 10.0.0.1:"
                + Default.PORT);
      }
    }
    if (name != null
        && Boolean.parseBoolean(ApplicationSetting.FILES_SHARED.value())
        && ApplicationSetting.FILES_FOLDER.value().isBlank()) {
      throw new StartException(
          ApplicationSetting.FILES_SHARED.environment()
              + " needs "
              + ApplicationSetting.FILES_FOLDER.environment()
              + ", a folder that all servers of the cluster have mounted");
    }
  }

  private static String port(Matcher parts) {
    return parts.group("port") == null ? Default.PORT : parts.group("port");
  }

  /** What the application is to be told. */
  Map<ApplicationSetting, String> settings() {
    Map<ApplicationSetting, String> settings = new EnumMap<>(ApplicationSetting.class);
    if (name != null) {
      settings.put(ApplicationSetting.CLUSTER_NAME, name);
    }
    if (address != null) {
      Matcher parts = ADDRESS.matcher(address);
      if (parts.matches()) {
        settings.put(
            ApplicationSetting.CLUSTER_HOST, parts.group("host").replaceAll("[\\[\\]]", ""));
        settings.put(ApplicationSetting.CLUSTER_PORT, port(parts));
      }
    }
    return settings;
  }
}
