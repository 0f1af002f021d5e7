package org.securechat.protocol.evidence.report;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.SortedSet;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.verify.Examination;
import org.securechat.protocol.evidence.verify.Participant;
import org.securechat.protocol.identity.NameKind;

/** Who took part, each with the certificate that says so. */
final class ParticipantSection {
  private static final int SHARE = 20;
  private static final int NAMED = 500;

  private final Examination bundle;

  ParticipantSection(Examination bundle) {
    this.bundle = bundle;
  }

  void write(ReportPage page) {
    if (bundle.receipt().isEmpty()) {
      return;
    }
    page.section("participants", "Participants")
        .table(
            "Who signed, and with which certificate", "Name", "Certificate", "Valid, and revoked?");
    boolean cut = false;
    for (Participant participant : bundle.participants()) {
      cut |= !page.within(SHARE);
      if (!cut) {
        row(page, participant);
      }
    }
    page.endTable();
    if (cut) {
      page.cut("More participants are");
    }
    silent(page, bundle.silent());
    page.endSection();
  }

  private static void silent(ReportPage page, SortedSet<String> silent) {
    if (silent.isEmpty()) {
      return;
    }
    page.raw("<p>Members who signed nothing in this stretch, and so have no certificate here: ");
    String[] before = {""};
    silent.stream()
        .limit(NAMED)
        .forEach(name -> {
          page.raw(before[0]).name(name);
          before[0] = ", ";
        });
    if (silent.size() > NAMED) {
      page.raw(", and ").number(silent.size() - NAMED).raw(" more");
    }
    page.raw(".</p>\n");
  }

  private static void row(ReportPage page, Participant participant) {
    page.raw("<tr><th scope=\"row\" class=\"who\">");
    if (participant.name().isEmpty()) {
      page.raw("(no account)");
    } else {
      page.name(participant.name());
    }
    page.raw("<br/><span class=\"soft\">" + participant.part().words());
    if (participant.lines() > 0) {
      page.raw(", ").number(participant.lines()).raw(participant.lines() == 1 ? " line" : " lines");
    }
    page.raw("</span></th><td>");
    participant
        .certificate()
        .ifPresentOrElse(
            certificate -> certificate(page, certificate, participant),
            () -> page.raw("<span class=\"bad\">not in the bundle</span>"));
    page.raw("<br/><span class=\"soft\">SHA-256</span> ").code(participant.certificateSha256());
    page.raw("</td><td class=\"valid\">");
    participant.certificate().ifPresent(certificate -> validity(page, certificate));
    standing(page, participant);
    page.raw("</td></tr>\n");
  }

  private static void certificate(
      ReportPage page, X509Certificate certificate, Participant participant) {
    page.name(certificate.getSubjectX500Principal().getName());
    participant
        .statedBy()
        .map(NameKind::description)
        .ifPresent(kind ->
            page.raw("<br/><span class=\"soft\">names the user by its " + kind + "</span>"));
    page.raw("<br/><span class=\"soft\">serial</span> ")
        .code(certificate.getSerialNumber().toString(16));
  }

  private static void validity(ReportPage page, X509Certificate certificate) {
    page.raw("<span class=\"soft\">from</span> ");
    page.time(timestamp(certificate.getNotBefore().toInstant()));
    page.raw("<br/><span class=\"soft\">to</span> ");
    page.time(timestamp(certificate.getNotAfter().toInstant()));
  }

  /** A certificate may state a time that no timestamp can; then the nearest one is shown. */
  private static String timestamp(Instant time) {
    Instant last = Instant.parse("9999-12-31T23:59:59Z");
    Instant shown = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
    return Timestamps.format(shown.isAfter(last) ? last : shown);
  }

  private static void standing(ReportPage page, Participant participant) {
    participant
        .revokedSince()
        .ifPresentOrElse(
            since ->
                page.raw("<p class=\"bad\">revoked from ").time(timestamp(since)).raw(" on</p>"),
            () -> {
              if (participant.faults().isEmpty() && participant.standing().isEmpty()) {
                page.raw("<p>not revoked</p>");
              }
            });
    participant.standing().forEach(note -> page.raw("<p>").text(note).raw("</p>"));
    participant
        .faults()
        .forEach(fault -> page.raw("<p class=\"bad\">&#10007; ").text(fault).raw("</p>"));
  }
}
