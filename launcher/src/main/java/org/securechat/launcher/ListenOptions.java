package org.securechat.launcher;

import java.util.EnumMap;
import java.util.Map;
import org.securechat.launcher.ApplicationSetting.Default;
import picocli.CommandLine.Option;

/** Where the server listens, and whom it lets say where others come from. */
final class ListenOptions {

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = PortNumber.class,
      defaultValue = "${env:SECURECHAT_PORT:-" + Default.PORT + "}",
      description = "Chat port; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--admin-port",
      paramLabel = "N",
      converter = PortNumber.class,
      defaultValue = "${env:SECURECHAT_ADMIN_PORT:-7480}",
      description =
          "HTTPS port for administration and health; 0 picks a free one (default:"
              + " ${DEFAULT-VALUE}).")
  int adminPort;

  @Option(
      names = "--bind",
      paramLabel = "ADDRS",
      converter = BindAddresses.Converter.class,
      defaultValue = "${env:SECURECHAT_BIND:-" + Default.BIND + "}",
      description = {
        "Addresses of all ports, separated by commas: 127.0.0.1,::1 for example; 0.0.0.0 and ::"
            + " stand for all addresses of both kinds (default: ${DEFAULT-VALUE})."
      })
  BindAddresses bind;

  @Option(
      names = "--proxy-networks",
      paramLabel = "NETS",
      description = {
        "Networks of your balancers, 10.1.0.0/24,2001:db8:1::/64 for example. A chat or classic"
            + " connection from there must begin with a PROXY header, which says who is behind"
            + " it; from anywhere else no such header is read (default: none)."
      })
  String proxyNetworks;

  /** What the application is to be told. */
  Map<ApplicationSetting, String> settings() {
    Map<ApplicationSetting, String> settings = new EnumMap<>(ApplicationSetting.class);
    settings.put(ApplicationSetting.BIND, bind.toString());
    settings.put(ApplicationSetting.PORT, Integer.toString(port));
    if (proxyNetworks != null) {
      settings.put(ApplicationSetting.PROXY_NETWORKS, proxyNetworks);
    }
    return settings;
  }
}
