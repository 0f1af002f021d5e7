package org.securechat.server.ledger;

import java.io.Serializable;
import java.util.Objects;

/** The composite key of {@link TranscriptEntry}. */
public class TranscriptEntryId implements Serializable {
  private static final long serialVersionUID = 1L;

  String roomId;
  long number;

  public TranscriptEntryId() {}

  TranscriptEntryId(String roomId, long number) {
    this.roomId = roomId;
    this.number = number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TranscriptEntryId
        && ((TranscriptEntryId) other).number == number
        && ((TranscriptEntryId) other).roomId.equals(roomId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(roomId, number);
  }
}
