package org.securechat.protocol.evidence.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.evidence.verify.VerificationReport.Check;
import org.securechat.protocol.evidence.verify.VerificationReport.Outcome;
import org.securechat.protocol.evidence.verify.VerificationReport.Statement;

/** A report in the making. */
final class ReportBuilder {
  private final List<Check> checks = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Map<String, Set<String>> notes = new HashMap<>();
  private Optional<Statement> statement = Optional.empty();

  /** Records a check and returns whether it holds. */
  boolean check(Aspect aspect, String subject, boolean holds, String detailIfNot) {
    add(aspect, subject, holds ? Outcome.PASSED : Outcome.FAILED, holds ? "" : detailIfNot);
    return holds;
  }

  void passed(Aspect aspect, String subject) {
    add(aspect, subject, Outcome.PASSED, "");
  }

  void failed(Aspect aspect, String subject, String detail) {
    add(aspect, subject, Outcome.FAILED, detail);
  }

  void incomplete(Aspect aspect, String subject, String detail) {
    add(aspect, subject, Outcome.INCOMPLETE, detail);
  }

  void unknown(Aspect aspect, String subject, String detail) {
    add(aspect, subject, Outcome.UNKNOWN, detail);
  }

  private void add(Aspect aspect, String subject, Outcome outcome, String detail) {
    checks.add(new Check(aspect, subject, outcome, detail));
  }

  void remark(String remark) {
    remarks.add(remark);
  }

  /** A remark on one file, which can be asked for. */
  void note(String file, String words) {
    remark(file + ": " + words);
    notes.computeIfAbsent(file, _ -> new LinkedHashSet<>()).add(words);
  }

  /** What was noted of a file. */
  List<String> notes(String file) {
    return List.copyOf(notes.getOrDefault(file, Set.of()));
  }

  void statement(Statement made) {
    statement = Optional.of(made);
  }

  VerificationReport report() {
    return new VerificationReport(statement, checks, remarks);
  }
}
