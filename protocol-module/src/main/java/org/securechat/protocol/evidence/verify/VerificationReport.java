package org.securechat.protocol.evidence.verify;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that was checked, passed or not.
 *
 * @param statement what the receipt says; empty if it cannot be read
 * @param checks in the order in which they were made
 * @param remarks what an auditor should know although it is no failure
 */
public record VerificationReport(
    Optional<Statement> statement, List<Check> checks, List<String> remarks) {

  /** What a check is about: the stable code words of all verifiers (PROTOCOL.md §11.2). */
  public enum Aspect {
    FILE,
    RECEIPT,
    SIGNATURE,
    TRANSCRIPT,
    CHAIN,
    TIME,
    CERTIFICATE,
    REVOCATION,
    NAME,
    PAYLOAD,
    HISTORY,
    ERASED,
    COUNTERSIGNATURE,
    KIND;

    /** The code word: the constant's name, in lower case. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a check found. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** Something is missing without which it cannot be told. */
    INCOMPLETE,
    /** This version does not know how to tell. */
    UNKNOWN
  }

  /**
   * One check of one thing.
   *
   * @param aspect what was checked
   * @param subject of what, a file or a line
   * @param detail why it did not pass; empty if it did
   */
  public record Check(Aspect aspect, String subject, Outcome outcome, String detail) {
    /** The code word. */
    public String name() {
      return aspect.wireName();
    }

    public boolean passed() {
      return outcome == Outcome.PASSED;
    }
  }

  /**
   * Who signed what: what every verdict begins with.
   *
   * @param signer the subject of the signer's certificate; empty text if that cannot be read
   * @param from when the first line was received; empty text without one
   * @param to when the last was
   */
  public record Statement(
      String signer,
      String server,
      String room,
      String roomId,
      long first,
      long last,
      String from,
      String to,
      String issuedAt) {}

  /** Copies both lists. */
  public VerificationReport {
    checks = List.copyOf(checks);
    remarks = List.copyOf(remarks);
  }

  /** What follows from all checks; a failure outweighs everything else. */
  public Verdict verdict() {
    if (checks.isEmpty() || has(Outcome.FAILED)) {
      return Verdict.FAILED;
    }
    if (has(Outcome.INCOMPLETE)) {
      return Verdict.INCOMPLETE;
    }
    return has(Outcome.UNKNOWN) ? Verdict.NEEDS_NEWER : Verdict.VERIFIED;
  }

  private boolean has(Outcome outcome) {
    return checks.stream().anyMatch(check -> check.outcome() == outcome);
  }

  /** Whether every check passed, and there was something to check. */
  public boolean passed() {
    return verdict() == Verdict.VERIFIED;
  }

  /** The checks that did not pass. */
  public List<Check> failures() {
    return checks.stream().filter(check -> !check.passed()).toList();
  }
}
