package org.securechat.protocol.evidence;

import java.util.List;

/**
 * Everything that was checked, passed or not.
 *
 * @param checks in the order in which they were made
 * @param remarks what an auditor should know although it is no failure
 */
public record VerificationReport(List<Check> checks, List<String> remarks) {
  /**
   * One check of one thing.
   *
   * @param name what was checked, such as {@code chain}
   * @param subject of what, a file or a line
   * @param passed whether it holds
   * @param detail why not; empty if it holds
   */
  public record Check(String name, String subject, boolean passed, String detail) {}

  /** Copies both lists. */
  public VerificationReport {
    checks = List.copyOf(checks);
    remarks = List.copyOf(remarks);
  }

  /** Whether every check passed, and there was something to check. */
  public boolean passed() {
    return !checks.isEmpty() && checks.stream().allMatch(Check::passed);
  }

  /** The checks that did not pass. */
  public List<Check> failures() {
    return checks.stream().filter(check -> !check.passed()).toList();
  }
}
