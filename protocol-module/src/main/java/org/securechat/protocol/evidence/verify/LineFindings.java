package org.securechat.protocol.evidence.verify;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.evidence.verify.VerificationReport.Check;
import org.securechat.protocol.evidence.verify.VerificationReport.Outcome;

/** The checks that did not pass, by what they are about. */
final class LineFindings {
  /** Without one of these nobody is proven to have said what a payload says. */
  private static final Set<Aspect> OF_AUTHORSHIP =
      EnumSet.of(
          Aspect.FILE,
          Aspect.SIGNATURE,
          Aspect.PAYLOAD,
          Aspect.CERTIFICATE,
          Aspect.REVOCATION,
          Aspect.NAME);

  private final Verdict verdict;
  private final Map<String, List<Check>> bySubject = new HashMap<>();

  LineFindings(VerificationReport report) {
    this.verdict = report.verdict();
    report
        .failures()
        .forEach(
            check -> bySubject.computeIfAbsent(check.subject(), _ -> new ArrayList<>()).add(check));
  }

  /** What did not pass of a line, its files, and its signer's certificate. */
  List<Check> of(TranscriptLine line) {
    List<Check> all = new ArrayList<>(about("line " + line.position()));
    all.addAll(about(BundleLayout.payload(line.position())));
    all.addAll(about(BundleLayout.signature(line.position())));
    all.addAll(about(BundleLayout.certificate(line.certificateSha256())));
    return all;
  }

  List<Check> about(String subject) {
    return bySubject.getOrDefault(subject, List.of());
  }

  static List<String> words(List<Check> checks) {
    return checks.stream().map(check -> check.name() + ": " + check.detail()).distinct().toList();
  }

  /** Whether it is proven who said what the line's payload says. */
  static boolean proveAuthor(List<Check> checks) {
    return checks.stream()
        .noneMatch(
            check -> check.outcome() == Outcome.FAILED && OF_AUTHORSHIP.contains(check.aspect()));
  }

  /** The opening of a classic session, if it is proven that the server has signed it. */
  Optional<ClassicPayload.Opening> proven(
      Optional<ClassicPayload.Opening> opening, List<TranscriptLine> lines) {
    return opening.filter(_ -> !lines.isEmpty() && proveAuthor(of(lines.get(0))));
  }

  /**
   * @param revoked whether the receipt says that the line's certificate was revoked by then
   */
  LineState state(List<Check> checks, boolean withPayload, boolean revoked) {
    if (has(checks, Outcome.FAILED)) {
      return LineState.FAILED;
    }
    if (has(checks, Outcome.INCOMPLETE)) {
      return LineState.MISSING;
    }
    if (verdict == Verdict.FAILED) {
      return LineState.UNPROVEN;
    }
    if (revoked) {
      return LineState.DOUBTED;
    }
    if (has(checks, Outcome.UNKNOWN)) {
      return LineState.UNKNOWN;
    }
    return withPayload ? LineState.VERIFIED : LineState.ERASED;
  }

  private static boolean has(List<Check> checks, Outcome outcome) {
    return checks.stream().anyMatch(check -> check.outcome() == outcome);
  }
}
