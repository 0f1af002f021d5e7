package org.securechat.protocol.evidence;

import java.util.List;
import org.securechat.protocol.crypto.Digests;

/** Whether the lines are those of the receipt (PROTOCOL.md §9 and §10): all, in order, linked. */
final class TranscriptChecks {
  private TranscriptChecks() {}

  static void check(
      Receipt receipt, List<String> lines, List<TranscriptLine> parsed, ReportBuilder findings) {
    // PROTOCOL.md §9.2: chain(0) follows from the room's id.
    if (receipt.first() == 1) {
      findings.check(
          "chain",
          BundleLayout.RECEIPT,
          receipt.previousChain().equals(receipt.genesis()),
          "the chain does not start with the room");
    }
    checkPositions(receipt, parsed, findings);
    // PROTOCOL.md §10: from chain(first - 1) to chain(last).
    String chain = receipt.previousChain();
    for (String line : lines) {
      chain = Chain.next(chain, line);
    }
    findings.check(
        "chain",
        BundleLayout.TRANSCRIPT,
        chain.equals(receipt.chain()),
        "the chain does not end in the receipt's");
  }

  static void checkHash(Receipt receipt, byte[] transcript, ReportBuilder findings) {
    findings.check(
        "hash",
        BundleLayout.TRANSCRIPT,
        transcript != null && Digests.sha256Hex(transcript).equals(receipt.transcriptSha256()),
        "not the transcript of the receipt");
  }

  private static void checkPositions(
      Receipt receipt, List<TranscriptLine> parsed, ReportBuilder findings) {
    long position = receipt.first();
    String before = "";
    for (TranscriptLine line : parsed) {
      findings.check(
          "position",
          "line " + line.position(),
          line.position() == position,
          "expected " + position);
      // PROTOCOL.md §9.1: never earlier than the line before.
      if (line.receivedAt().compareTo(before) < 0) {
        findings.failed("time", "line " + line.position(), "earlier than the line before");
      }
      before = line.receivedAt();
      position++;
    }
    findings.check(
        "position",
        BundleLayout.TRANSCRIPT,
        position == receipt.last() + 1,
        "not the lines " + receipt.first() + " to " + receipt.last());
  }
}
