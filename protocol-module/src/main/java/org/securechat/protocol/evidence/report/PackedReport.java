package org.securechat.protocol.evidence.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.Examination;

/**
 * The report that lies in a bundle: made by a verifier from the bundle in which it will lie, and
 * looked at by none (PROTOCOL.md §11).
 */
public final class PackedReport {
  private PackedReport() {}

  /**
   * Adds the report to a bundle that is complete but for it. The same bundle, program and
   * authorities give the same bytes.
   *
   * @param program who packs, with the version
   * @param authorityFrom where the verifier's authorities came from, as a phrase
   */
  public static void add(
      BundleWriter bundle, EvidenceVerifier verifier, String program, String authorityFrom) {
    Examination examined = verifier.examine(bundle.files());
    ByteArrayOutputStream page = new ByteArrayOutputStream(1 << 16);
    try {
      new RecordReport(
              examined, verifier.authorities(), ReportContext.packed(program, authorityFrom))
          .writeTo(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bundle.report(page.toByteArray());
  }
}
