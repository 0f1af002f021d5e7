package org.securechat.server.delivery;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.securechat.connector.contract.DeferredPayload;
import org.securechat.protocol.channel.PendingRecord;

/** A record on its way to the wire: sealed by the thread that writes it (ADR 0047). */
record SealedInTurn(PendingRecord record) implements DeferredPayload {

  @Override
  public int length() {
    return record.payloadLength();
  }

  @Override
  public void writeTo(IntFunction<ByteBuffer> space) {
    record.seal(space);
  }
}
