package org.securechat.protocol.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import org.securechat.protocol.crypto.Digests;

/** The files of an evidence bundle. */
final class BundleLayout {
  static final String TRANSCRIPT = "transcript.txt";
  static final String RECEIPT = "receipt.json";
  static final String RECEIPT_SIGNATURE = "receipt.json.p7s";
  static final String AUTHORITIES = "ca.pem";
  static final String REVOCATION_LISTS = "crl.pem";
  static final String SUMS = "SHA256SUMS";
  static final String SCRIPT = "verify.sh";
  static final String README = "README.txt";

  private BundleLayout() {}

  static String payload(long position) {
    return "messages/" + position + ".json";
  }

  static String signature(long position) {
    return "messages/" + position + ".sig";
  }

  static String erased(long position) {
    return "messages/" + position + ".erased.txt";
  }

  static String certificate(String sha256) {
    return "certificates/" + sha256 + ".pem";
  }

  static byte[] erasedNote(long position) {
    return ("The payload of line "
            + position
            + " has been erased. Its hash, its signature and its place in the\n"
            + "chain remain in transcript.txt.\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** What {@code sha256sum} prints for all files but the list itself, in the order of names. */
  static byte[] sums(SortedMap<String, byte[]> files) {
    StringBuilder sums = new StringBuilder();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!file.getKey().equals(SUMS)) {
        sums.append(Digests.sha256Hex(file.getValue())).append("  ");
        sums.append(file.getKey()).append('\n');
      }
    }
    return sums.toString().getBytes(StandardCharsets.US_ASCII);
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
