package org.securechat.protocol.evidence.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;

/**
 * Whether the lines are those of the receipt: all, in order, linked, at times that can be
 * (PROTOCOL.md §11.2, 3 and 4).
 */
final class TranscriptChecks {
  private TranscriptChecks() {}

  /** The lines that can be read; what cannot is a failure. */
  static List<TranscriptLine> parse(
      SortedMap<String, byte[]> files, boolean parallel, ReportBuilder findings) {
    List<String> lines = lines(files.get(BundleLayout.TRANSCRIPT), findings);
    Stream<String> all = parallel ? lines.parallelStream() : lines.stream();
    List<TranscriptLine> parsed = new ArrayList<>(lines.size());
    int number = 0;
    for (Parsed each : all.map(TranscriptChecks::parse).toList()) {
      number++;
      if (each.fault() == null) {
        parsed.add(each.line());
      } else {
        findings.failed(Aspect.TRANSCRIPT, BundleLayout.TRANSCRIPT + ":" + number, each.fault());
      }
    }
    return parsed;
  }

  /** A line, or why a text is none. */
  private record Parsed(TranscriptLine line, String fault) {}

  private static Parsed parse(String text) {
    try {
      return new Parsed(TranscriptLine.parse(text), null);
    } catch (EvidenceException e) {
      return new Parsed(null, e.getMessage());
    }
  }

  private static List<String> lines(byte[] transcript, ReportBuilder findings) {
    if (transcript == null || transcript.length == 0) {
      return List.of(); // A missing one is reported with the other missing files.
    }
    // One character for each byte, so that whatever is in there stays visible as such.
    List<String> lines =
        new ArrayList<>(
            List.of(new String(transcript, StandardCharsets.ISO_8859_1).split("\n", -1)));
    String rest = lines.remove(lines.size() - 1);
    findings.check(
        Aspect.TRANSCRIPT, BundleLayout.TRANSCRIPT, rest.isEmpty(), "the last line has no end");
    return lines;
  }

  /**
   * @param chain its values before the first line and after each
   */
  static void check(
      Receipt receipt,
      SortedMap<String, byte[]> files,
      List<TranscriptLine> lines,
      List<String> chain,
      ReportBuilder findings) {
    byte[] transcript = files.get(BundleLayout.TRANSCRIPT);
    findings.check(
        Aspect.TRANSCRIPT,
        BundleLayout.TRANSCRIPT,
        transcript != null && Digests.sha256Hex(transcript).equals(receipt.transcriptSha256()),
        "not the transcript of the receipt");
    checkPositions(receipt, lines, findings);
    checkChain(receipt, chain, findings);
    checkTimes(receipt, lines, findings);
  }

  private static void checkPositions(
      Receipt receipt, List<TranscriptLine> lines, ReportBuilder findings) {
    long position = receipt.first();
    for (TranscriptLine line : lines) {
      if (line.position() != position) {
        findings.failed(Aspect.TRANSCRIPT, "line " + line.position(), "expected " + position);
      }
      position++;
    }
    findings.check(
        Aspect.TRANSCRIPT,
        BundleLayout.TRANSCRIPT,
        position == receipt.last() + 1,
        "not the lines " + receipt.first() + " to " + receipt.last());
  }

  private static void checkChain(Receipt receipt, List<String> chain, ReportBuilder findings) {
    // PROTOCOL.md §9.2: chain(0) follows from the room's id.
    if (receipt.first() == 1) {
      findings.check(
          Aspect.CHAIN,
          BundleLayout.RECEIPT,
          receipt.previousChain().equals(receipt.genesis()),
          "the chain does not start with the room");
    }
    // PROTOCOL.md §10: from chain(first - 1) to chain(last).
    findings.check(
        Aspect.CHAIN,
        BundleLayout.TRANSCRIPT,
        chain.getLast().equals(receipt.chain()),
        "the chain does not end in the receipt's");
  }

  private static void checkTimes(
      Receipt receipt, List<TranscriptLine> lines, ReportBuilder findings) {
    String before = "";
    for (TranscriptLine line : lines) {
      // PROTOCOL.md §9.1: never earlier than the line before.
      if (line.receivedAt().compareTo(before) < 0) {
        findings.failed(Aspect.TIME, "line " + line.position(), "earlier than the line before");
      }
      before = line.receivedAt();
    }
    findings.check(
        Aspect.TIME,
        BundleLayout.RECEIPT,
        before.compareTo(receipt.issuedAt()) <= 0,
        "issued before its last line");
  }
}
