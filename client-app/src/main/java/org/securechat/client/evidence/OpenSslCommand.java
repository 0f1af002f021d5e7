package org.securechat.client.evidence;

import java.nio.file.Path;

/** The command that checks a receipt without this program. */
public final class OpenSslCommand {
  private OpenSslCommand() {}

  /** For pasting into a POSIX shell: checks a bundle folder's receipt against an authority. */
  public static String forReceipt(Path bundle, Path authorities) {
    Path folder = bundle.toAbsolutePath().normalize();
    return ShellText.command(
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        folder.resolve("receipt.json.p7s"),
        "-content",
        folder.resolve("receipt.json"),
        "-CAfile",
        authorities.toAbsolutePath().normalize(),
        "-purpose",
        "any",
        "-out",
        "/dev/null");
  }
}
