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
        throw new StartException(file + " cannot be read by this user");
      }
    }
  }

  private static String advice(Path pki, String name) {
    if (!name.startsWith("issued/") || !Files.exists(pki.resolve("ca.key"))) {
      return "; put it there, docs/OPERATIONS.md says what it has to be";
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
