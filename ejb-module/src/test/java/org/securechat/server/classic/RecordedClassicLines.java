package org.securechat.server.classic;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.server.ledger.CommittedLine;

/** A record without a ledger: what is given to it is written at once, or never. */
final class RecordedClassicLines extends ClassicLedger {
  final List<byte[]> messages = new ArrayList<>();
  int rooms;
  int receipts;
  RuntimeException refusal;
  CompletableFuture<CommittedLine> next = CompletableFuture.completedFuture(null);

  RecordedClassicLines() {
    super(null, null, null, null, null, Clock.systemUTC());
  }

  @Override
  public void open(ClassicSession session) {
    if (refusal != null) {
      throw refusal;
    }
    rooms++;
  }

  @Override
  public CompletionStage<CommittedLine> write(
      ClassicSession session, byte[] payload, InFlightPermit permit) {
    messages.add(payload);
    return next;
  }

  @Override
  public ClassicPayload.Closing close(ClassicSession session) {
    receipts++;
    return receipt(session);
  }
}
