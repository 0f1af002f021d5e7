package org.securechat.protocol.evidence.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.Participant.Part;
import org.securechat.protocol.identity.Purpose;

/** Counts who signed how many lines with which certificate. */
final class Participants {
  private final Map<Signer, Long> lines = new LinkedHashMap<>();

  private Participants() {}

  static Participants of(
      Receipt receipt,
      List<TranscriptLine> lines,
      Optional<ClassicPayload.Opening> opening,
      List<Countersigned> countersigned) {
    Participants all = new Participants();
    all.count(Part.SERVER, receipt.server(), receipt.certificate(), 0);
    for (TranscriptLine line : lines) {
      if (line.isEvent()) {
        all.count(Part.SERVER, receipt.server(), line.certificateSha256(), 1);
      } else {
        all.count(Part.MEMBER, line.sender(), line.certificateSha256(), 1);
      }
    }
    opening.ifPresent(
        session -> all.count(Part.CLASSIC_CLIENT, session.user(), session.certificate(), 0));
    for (Countersigned each : countersigned) {
      String user = each.statement().user();
      String certificate = each.statement().certificate();
      if (!all.lines.containsKey(new Signer(Part.MEMBER, user, certificate))) {
        all.count(Part.COUNTERSIGNER, user, certificate, 0);
      }
    }
    return all;
  }

  private void count(Part part, String name, String certificate, long signed) {
    lines.merge(new Signer(part, name, certificate), signed, Long::sum);
  }

  List<Participant> judged(
      BundleCertificates certificates,
      CertificateChecks judged,
      ReportBuilder findings,
      LineFindings failed) {
    List<Participant> all = new ArrayList<>();
    lines.forEach((signer, signed) -> {
      String file = BundleLayout.certificate(signer.certificate());
      all.add(
          new Participant(
              signer.part(),
              signer.name(),
              signer.certificate(),
              certificates.get(signer.certificate()),
              judged
                  .identity(signer.certificate(), signer.purpose())
                  .flatMap(identity -> identity.kindOf(signer.name())),
              signed,
              judged.revokedSince(signer.certificate(), signer.purpose()),
              findings.notes(file),
              LineFindings.words(failed.about(file))));
    });
    return all;
  }

  /** Who signs in which part with what. */
  private record Signer(Part part, String name, String certificate) {
    Purpose purpose() {
      return switch (part) {
        case SERVER -> Purpose.RECEIPT;
        case MEMBER, COUNTERSIGNER -> Purpose.CLIENT;
        case CLASSIC_CLIENT -> Purpose.CLASSIC_CLIENT;
      };
    }
  }
}
