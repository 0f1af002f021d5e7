package org.securechat.protocol.evidence;

import java.util.ArrayList;
import java.util.List;
import org.securechat.protocol.evidence.VerificationReport.Check;

/** A report in the making. */
final class ReportBuilder {
  private final List<Check> checks = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /** Records a check and returns whether it holds. */
  boolean check(String name, String subject, boolean holds, String detailIfNot) {
    checks.add(new Check(name, subject, holds, holds ? "" : detailIfNot));
    return holds;
  }

  void passed(String name, String subject) {
    check(name, subject, true, "");
  }

  void failed(String name, String subject, String detail) {
    check(name, subject, false, detail);
  }

  void remark(String remark) {
    remarks.add(remark);
  }

  VerificationReport report() {
    return new VerificationReport(checks, remarks);
  }
}
