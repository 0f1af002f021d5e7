package org.securechat.connector;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.securechat.connector.contract.DeferredPayload;

/** A payload that needs no making. Identity is its equality. */
final class ReadyPayload implements DeferredPayload {

  private final byte[] bytes;

  ReadyPayload(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public void writeTo(IntFunction<ByteBuffer> space) {
    space.apply(bytes.length).put(bytes);
  }
}
