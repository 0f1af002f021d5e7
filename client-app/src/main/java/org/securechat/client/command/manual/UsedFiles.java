package org.securechat.client.command.manual;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that a command reads or writes without being told their names. */
final class UsedFiles {
  private UsedFiles() {}

  /** By path, what it is. */
  static Map<String, String> of(CommandPath path) {
    Map<String, String> files = new LinkedHashMap<>();
    boolean server = path.options().stream().anyMatch(option -> isOption(option.names(), "--bind"));
    if (takes(path, "--pki")) {
      files.put("PKI/ca.pem", "The certificates of the authorities that are trusted.");
      files.put("PKI/crl.pem", "Their revocation lists.");
      files.put("PKI/issued/", "Certificates with their chains (.pem) and private keys (.key).");
    }
    if (server) {
      files.put("PKI/issued/server.pem, server.key", "The server's certificate and its key.");
      files.put("PKI/issued/receipt.pem, receipt.key", "What signs receipts and the audit log.");
    }
    if (takes(path, "--as") && takes(path, "--data")) {
      files.put("~/.local/share/securechat/", "Transcripts and receipts of each account.");
      files.put("~/.cache/securechat/", "Classes that the Java runtime keeps for later commands.");
    }
    if (server || path.below().equals("backup") || path.below().equals("restore")) {
      files.put("DATA/securechat.mv.db, securechat.redo", "The embedded database.");
      files.put("DATA/heads/", "The signed heads of all rooms.");
    }
    if (path.below().equals("prepare") || server) {
      files.put("CACHE/server.aot", "What the Java runtime keeps of a start for the next ones.");
    }
    return files;
  }

  private static boolean takes(CommandPath path, String name) {
    return path.options().stream().anyMatch(option -> isOption(option.names(), name));
  }

  private static boolean isOption(String[] names, String name) {
    return List.of(names).contains(name);
  }
}
