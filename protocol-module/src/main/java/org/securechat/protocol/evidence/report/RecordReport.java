package org.securechat.protocol.evidence.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.securechat.protocol.evidence.verify.Examination;

/**
 * A bundle's record for people. It is written from an {@link Examination}, so that it says what was
 * proven and nothing else, and as it is made: in memory is one line at a time.
 */
public final class RecordReport {
  /** With what a report begins. */
  private static final String START = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n";

  private static final String STYLE = style();

  private final Examination bundle;
  private final Collection<X509Certificate> authorities;
  private final ReportContext context;

  /**
   * @param authorities whom the verifier trusted
   */
  public RecordReport(
      Examination bundle, Collection<X509Certificate> authorities, ReportContext context) {
    this.bundle = bundle;
    this.authorities = List.copyOf(authorities);
    this.context = context;
  }

  /** Writes the page and leaves the stream open. */
  public void writeTo(OutputStream out) throws IOException {
    try {
      write(new ReportPage(out, context.limit()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void write(ReportPage page) {
    head(page);
    // What the page is about, and whether it holds.
    new VerdictSection(bundle, context).write(page);
    // By whose word, and under which authority.
    new StatementSection(bundle, authorities, context).write(page);
    // Whose certificates signed.
    new ParticipantSection(bundle).write(page);
    // What happened when, in short.
    new TimelineSection(bundle).write(page);
    // What was said.
    new ConversationSection(bundle).write(page);
    // What can no longer be read, and why.
    new ErasureSection(bundle).write(page);
    // Who else stands by it.
    new CountersignatureSection(bundle).write(page);
    // What was checked.
    new CheckSection(bundle).write(page);
    // How a reader can do it again.
    new RepeatSection(context).write(page);
    page.raw("</main>\n</body>\n</html>\n");
  }

  private void head(ReportPage page) {
    page.raw(START)
        .raw("<meta charset=\"utf-8\"/>\n")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
        .raw(" style-src 'sha256-" + sha256(STYLE) + "'; base-uri 'none'; form-action 'none'\"/>\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
        .raw("<meta name=\"referrer\" content=\"no-referrer\"/>\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>")
        .raw(VisibleText.plain(title()))
        .raw("</title>\n<style>")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n<main>\n");
  }

  private String title() {
    String verdict = bundle.report().verdict().words();
    return bundle
        .receipt()
        .map(receipt ->
            verdict
                + ": "
                + receipt.room()
                + ", lines "
                + receipt.first()
                + " to "
                + receipt.last())
        .orElse(verdict + ": a bundle without a receipt");
  }

  private static String style() {
    try (InputStream in = RecordReport.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
