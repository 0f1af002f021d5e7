package org.securechat.protocol.evidence.report;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.function.Consumer;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.Examination;
import org.securechat.protocol.evidence.verify.Verdict;
import org.securechat.protocol.evidence.verify.VerificationReport.Statement;
import org.securechat.protocol.identity.DerCertificate;

/** Who signed what, and who checked it under which authority. */
final class StatementSection {
  private final Examination bundle;
  private final Collection<X509Certificate> authorities;
  private final ReportContext context;

  StatementSection(
      Examination bundle, Collection<X509Certificate> authorities, ReportContext context) {
    this.bundle = bundle;
    this.authorities = authorities;
    this.context = context;
  }

  void write(ReportPage page) {
    boolean failed = bundle.report().verdict() == Verdict.FAILED;
    page.section("statement", failed ? "What it claims, without proof" : "Who is behind it")
        .raw("<dl>\n");
    bundle.report().statement().ifPresent(said -> statement(page, said));
    bundle.receipt().ifPresent(receipt -> receipt(page, receipt));
    fact(
        page,
        "Checked",
        _ -> {
          context
              .at()
              .ifPresentOrElse(
                  at -> page.time(Timestamps.format(at)),
                  () -> page.raw("when the bundle was packed"));
          page.raw(", by ").text(context.program());
        });
    fact(page, authorities.size() == 1 ? "Authority" : "Authorities", _ -> authorities(page));
    page.raw("</dl>\n").endSection();
  }

  private static void statement(ReportPage page, Statement said) {
    fact(page, "Signed by", _ -> page.name(said.signer()));
    fact(page, "For server", _ -> page.name(said.server()));
    fact(page, "Room", _ -> page.name(said.room()).raw(" ").code(said.roomId()));
    fact(
        page,
        "Lines",
        _ -> {
          if (said.from().isEmpty()) {
            page.raw("none");
          } else {
            page.number(said.first()).raw(" to ").number(said.last()).raw("<br/>from ");
            page.time(said.from()).raw(" to ").time(said.to());
          }
        });
    fact(page, "Issued", _ -> page.time(said.issuedAt()));
  }

  private static void receipt(ReportPage page, Receipt receipt) {
    fact(
        page,
        "Issued to",
        _ -> {
          if (TranscriptLine.SERVER.equals(receipt.user())) {
            page.raw("an administrator or auditor of the server; number of the export: ");
            page.code(receipt.channelBinding());
          } else {
            page.name(receipt.user());
          }
        });
    fact(page, "Signer&#8217;s certificate", _ -> page.raw("SHA-256 ").code(receipt.certificate()));
  }

  private void authorities(ReportPage page) {
    for (X509Certificate authority : authorities) {
      page.raw("<p>").name(authority.getSubjectX500Principal().getName());
      page.raw("<br/>SHA-256 ").code(DerCertificate.sha256(authority)).raw("</p>");
    }
    page.raw("<p>").text(context.authorityFrom()).raw("</p>");
  }

  private static void fact(ReportPage page, String term, Consumer<ReportPage> description) {
    page.raw("<div><dt>" + term + "</dt><dd>");
    description.accept(page);
    page.raw("</dd></div>\n");
  }
}
