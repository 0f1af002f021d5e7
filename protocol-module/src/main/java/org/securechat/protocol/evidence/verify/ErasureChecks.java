package org.securechat.protocol.evidence.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.name.Names;

/**
 * Whether what is missing may be missing (PROTOCOL.md §11.2, 9): only what was said can be erased,
 * never what happened, and the receipt accounts for all of it.
 */
final class ErasureChecks {
  private final Receipt receipt;
  private final Payloads payloads;
  private final ReportBuilder findings;
  private final boolean classicRoom;

  /** How many lines up to each of the bundle's cannot be erased. */
  private final List<Long> lasting = new ArrayList<>(List.of(0L));

  ErasureChecks(Receipt receipt, Payloads payloads, ReportBuilder findings) {
    this.receipt = receipt;
    this.payloads = payloads;
    this.findings = findings;
    this.classicRoom = Names.isClassicRoom(receipt.room());
  }

  void check(List<TranscriptLine> lines) {
    for (TranscriptLine line : lines) {
      long before = lasting.get(lasting.size() - 1);
      lasting.add(isErasable(line) ? before : before + 1);
    }
    Optional<Positions> accounted = receipt.erasedPositions();
    accounted.ifPresent(positions ->
        findings.check(
            Aspect.ERASED,
            BundleLayout.RECEIPT,
            namesMessagesOnly(positions),
            "names a line of the server's as erased"));
    for (TranscriptLine line : lines) {
      checkEvent(line);
      checkMissing(line, accounted);
    }
    accounted.ifPresent(
        positions -> findings.remark("erased when the receipt was issued: lines " + positions));
  }

  /** Messages of users, and what a classic session's record holds of its client. */
  private boolean isErasable(TranscriptLine line) {
    return switch (payloads.of(line)) {
      case Said.ByUser _, Said.Classic _ -> true;
      case Said.Happened _, Said.Decided _, Said.Audited _, Said.Hooked _, Said.ByServer _ -> false;
      case Said.Nothing _, Said.Malformed _ -> !line.isEvent() || classicRoom;
    };
  }

  private boolean namesMessagesOnly(Positions positions) {
    return positions.ranges().stream().allMatch(range -> lastingIn(range) == 0);
  }

  /** How many lines of this bundle in a range cannot be erased. */
  private long lastingIn(Positions.Range range) {
    return lasting.get(index(range.last())) - lasting.get(index(range.first() - 1));
  }

  private int index(long position) {
    long index = position - (receipt.first() - 1);
    return (int) Math.max(0, Math.min(index, lasting.size() - 1));
  }

  // PROTOCOL.md §9.3: an erased event names earlier messages.
  private void checkEvent(TranscriptLine line) {
    if (payloads.of(line) instanceof Said.Happened(EventPayload event)
        && event.event() == Event.ERASED) {
      findings.check(
          Aspect.HISTORY,
          BundleLayout.payload(line.position()),
          areEarlierMessages(event.subject(), line.position()),
          "names other lines than earlier messages as erased");
    }
  }

  private boolean areEarlierMessages(String subject, long position) {
    try {
      Positions positions = Positions.parse(subject);
      return positions.last() < position && namesMessagesOnly(positions);
    } catch (EvidenceException e) {
      return false;
    }
  }

  private void checkMissing(TranscriptLine line, Optional<Positions> accounted) {
    if (!(payloads.of(line) instanceof Said.Nothing)) {
      return;
    }
    String file = BundleLayout.payload(line.position());
    if (!isErasable(line)) {
      findings.failed(Aspect.ERASED, file, "missing, and what happened is never erased");
    } else if (accounted.filter(positions -> positions.contains(line.position())).isPresent()) {
      findings.passed(Aspect.ERASED, file);
    } else {
      findings.incomplete(Aspect.ERASED, file, "missing, and the receipt does not say erased");
    }
  }
}
