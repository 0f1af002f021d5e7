package org.securechat.protocol.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The files of an evidence bundle (PROTOCOL.md §11). */
public final class BundleLayout {
  public static final String TRANSCRIPT = "transcript.txt";
  public static final String RECEIPT = "receipt.json";
  public static final String RECEIPT_SIGNATURE = "receipt.sig";
  public static final String MEMBERS = "members.txt";
  public static final String AUTHORITY = "authority.der";
  public static final String SCRIPT = "verify.sh";
  public static final String README = "README.txt";

  /** For people; optional, and never trusted. */
  public static final String REPORT = "report.html";

  /** The same in every bundle of a release, byte for byte. */
  public static final List<String> CONSTANTS = List.of(README, SCRIPT);

  public static final String CERTIFICATES = "certificates/";
  public static final String REVOCATION = "revocation/";
  public static final String COUNTERSIGNATURES = "countersignatures/";
  public static final String FILES = "files/";
  private static final String DER = ".der";

  private BundleLayout() {}

  public static String payload(long position) {
    return "messages/" + position + ".json";
  }

  public static String signature(long position) {
    return "messages/" + position + ".sig";
  }

  public static String certificate(String sha256) {
    return CERTIFICATES + sha256 + DER;
  }

  public static String revocationList(String sha256) {
    return REVOCATION + sha256 + DER;
  }

  /** The content of a file that a line names; optional. */
  public static String content(String sha256) {
    return FILES + sha256;
  }

  public static String countersignature(String user) {
    return COUNTERSIGNATURES + user + ".json";
  }

  public static String countersignatureSignature(String user) {
    return COUNTERSIGNATURES + user + ".sig";
  }

  /** A file that is the same in every bundle. */
  public static byte[] constant(String name) {
    try (InputStream in = BundleLayout.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
