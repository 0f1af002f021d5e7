package org.securechat.launcher;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.securechat.launcher.ApplicationSetting.Default;
import picocli.CommandLine.Option;

/** The options for the endpoint that serves the clients of the former system. */
final class ClassicOptions {

  /** Set by the application: a line of where classic clients log in, one of where they chat. */
  private static final String READY = "securechat.ready.classic";

  @Option(
      names = "--classic",
      description = "Serve classic clients, too; their protocol is weak, see docs/CLASSIC.md.")
  boolean enabled;

  @Option(
      names = "--classic-login-port",
      paramLabel = "N",
      converter = PortNumber.class,
      defaultValue = Default.CLASSIC_LOGIN_PORT,
      description = "Where they log in; 0 picks a free port (default: ${DEFAULT-VALUE}).")
  int loginPort;

  @Option(
      names = "--classic-chat-port",
      paramLabel = "N",
      converter = PortNumber.class,
      defaultValue = Default.CLASSIC_CHAT_PORT,
      description = "Where they chat; 0 picks a free port (default: ${DEFAULT-VALUE}).")
  int chatPort;

  @Option(
      names = "--classic-insecure-bind",
      description = {
        "Serve them on the addresses of --bind even if others can reach them.",
        "Without this they are served on loopback addresses or not at all."
      })
  boolean insecureBind;

  /** The system properties from which the application reads them. */
  Map<String, String> settings(BindAddresses bind) {
    return enabled
        ? Map.of(
            ApplicationSetting.CLASSIC_ENABLED.key(), "true",
            ApplicationSetting.CLASSIC_BIND.key(), bind.toString(),
            ApplicationSetting.CLASSIC_LOGIN_PORT.key(), Integer.toString(loginPort),
            ApplicationSetting.CLASSIC_CHAT_PORT.key(), Integer.toString(chatPort),
            ApplicationSetting.CLASSIC_INSECURE_BIND.key(), Boolean.toString(insecureBind))
        : Map.of();
  }

  /**
   * Whether they may be served there.
   *
   * @throws StartException if others can reach the address and --classic-insecure-bind is not given
   */
  void check(BindAddresses bind) throws StartException {
    if (enabled && !insecureBind && !bind.areLoopback()) {
      throw new StartException(
          "classic clients would be served on "
              + bind
              + ", where others can reach it, and their protocol is weak;"
              + " add --classic-insecure-bind if that is what you want");
    }
  }

  /** One more line for the operator. */
  void announce(PrintStream out) {
    Optional.ofNullable(System.getProperty(READY))
        .map(addresses -> addresses.split("\n", -1))
        .ifPresent(addresses ->
            out.println(
                "classic: login on "
                    + addresses[0]
                    + ", chat on "
                    + addresses[1]
                    + " (a weak protocol, see docs/CLASSIC.md)"));
  }
}
