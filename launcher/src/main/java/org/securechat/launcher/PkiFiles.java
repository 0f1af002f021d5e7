package org.securechat.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files without which the application does not start. */
final class PkiFiles {
  private static final List<String> NEEDED =
      List.of(
          "ca.pem",
          "issued/server.pem",
          "issued/server.key",
          "issued/receipt.pem",
          "issued/receipt.key");

  private PkiFiles() {}

  /**
   * Looks for them before anything is started: the application would say the same after it was
   * deployed, half a minute later.
   *
   * @throws StartException naming the first that is missing or cannot be read
   */
  static void require(Path pki) throws StartException {
    for (String name : NEEDED) {
      Path file = pki.resolve(name);
      if (!Files.exists(file)) {
        throw new StartException(file + " is missing" + advice(pki, name));
      }
      if (!Files.isReadable(file)) {
        throw new StartException(
            file
                + " cannot be read by this user; let the server's group read it: chgrp GROUP and"
                + " chmod 0640, and 0750 for its folder");
      }
    }
  }

  private static String advice(Path pki, String name) {
    if (name.equals("ca.pem")) {
      return """
      , and so no client could trust this server. Make an authority and what it issues by
        securechat pki init --dir %1$s
        securechat pki issue server --type server --san dns:HOST --dir %1$s
        securechat pki issue receipt --type receipt --server-name NAME --dir %1$s
      or ask the authority that you have: securechat pki request --help\
      """
          .formatted(pki);
    }
    if (!Files.exists(pki.resolve("ca.key"))) {
      return "; ask for it by 'securechat pki request', and put the answer there by 'securechat pki"
          + " import'";
    }
    String kind = name.contains("receipt") ? "receipt" : "server";
    String more = kind.equals("receipt") ? " --server-name NAME" : "";
    return "; make it with: securechat pki issue "
        + kind
        + " --type "
        + kind
        + more
        + " --dir "
        + pki;
  }
}
