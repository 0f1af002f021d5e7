package org.securechat.connector.contract;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/** A payload that is made when its turn to be written has come, straight into what is written. */
public interface DeferredPayload {

  /** The bytes that it will have, for the bound of what may wait. */
  int length();

  /**
   * Makes it, on the thread that writes; once, and those of one connection in the order in which
   * they were queued.
   *
   * @param space gives room for one payload of as many bytes as it is asked for, on the heap and to
   *     be filled before it is asked again; it may be asked several times, or not at all
   */
  void writeTo(IntFunction<ByteBuffer> space);
}
