package org.securechat.launcher;

import fish.payara.micro.ClusterCommandResult;
import fish.payara.micro.boot.AdminCommandRunner;
import java.util.List;

/**
 * The listeners for administration beyond the first: Payara has one address in each. They share the
 * first one's protocol, and with it its certificate and its rules.
 */
final class AdministrationListeners {

  private static final String PROTOCOL = "https-listener";

  private final List<String> addresses;
  private final int port;

  /**
   * @param addresses all of them; the first is that of Payara's own listener
   */
  AdministrationListeners(List<String> addresses, int port) {
    this.addresses = addresses;
    this.port = port;
  }

  /**
   * Adds them to a server that has started.
   *
   * @throws IllegalStateException naming the address on which Payara does not listen
   */
  void add(AdminCommandRunner commands) {
    for (int i = 1; i < addresses.size(); i++) {
      ClusterCommandResult result =
          commands.run(
              "create-network-listener",
              "--address=" + addresses.get(i),
              "--listenerport=" + port,
              "--protocol=" + PROTOCOL,
              PROTOCOL + "-" + (i + 1));
      if (result.getExitStatus() == ClusterCommandResult.ExitStatus.FAILURE) {
        throw new IllegalStateException(
            "cannot listen for administration on "
                + addresses.get(i)
                + " port "
                + port
                + ": "
                + result.getOutput(),
            result.getFailureCause());
      }
    }
  }
}
