package org.securechat.client.evidence;

import java.nio.file.Path;

/** The command that checks a bundle without this program. */
public final class ScriptCommand {
  private ScriptCommand() {}

  /** For pasting into a POSIX shell: checks a bundle folder against an authority. */
  public static String forBundle(Path bundle, Path authority) {
    return ShellText.command(
        "sh",
        bundle.toAbsolutePath().normalize().resolve("verify.sh"),
        authority.toAbsolutePath().normalize());
  }
}
