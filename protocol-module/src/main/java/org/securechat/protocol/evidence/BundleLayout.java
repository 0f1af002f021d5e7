package org.securechat.protocol.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The files of an evidence bundle (PROTOCOL.md §11). */
final class BundleLayout {
  static final String TRANSCRIPT = "transcript.txt";
  static final String RECEIPT = "receipt.json";
  static final String RECEIPT_SIGNATURE = "receipt.sig";
  static final String MEMBERS = "members.txt";
  static final String AUTHORITY = "authority.der";
  static final String SCRIPT = "verify.sh";
  static final String README = "README.txt";

  /** For people; optional, and never trusted. */
  static final String REPORT = "report.html";

  /** The same in every bundle of a release, byte for byte. */
  static final List<String> CONSTANTS = List.of(README, SCRIPT);

  static final String CERTIFICATES = "certificates/";
  static final String REVOCATION = "revocation/";
  static final String COUNTERSIGNATURES = "countersignatures/";
  private static final String DER = ".der";

  private BundleLayout() {}

  static String payload(long position) {
    return "messages/" + position + ".json";
  }

  static String signature(long position) {
    return "messages/" + position + ".sig";
  }

  static String certificate(String sha256) {
    return CERTIFICATES + sha256 + DER;
  }

  static String revocationList(String sha256) {
    return REVOCATION + sha256 + DER;
  }

  static String countersignature(String user) {
    return COUNTERSIGNATURES + user + ".json";
  }

  static String countersignatureSignature(String user) {
    return COUNTERSIGNATURES + user + ".sig";
  }

  /** A file that is the same in every bundle. */
  static byte[] constant(String name) {
    try (InputStream in = BundleLayout.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
