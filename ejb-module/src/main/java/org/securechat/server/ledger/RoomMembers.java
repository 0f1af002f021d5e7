package org.securechat.server.ledger;

import java.util.List;
import java.util.UUID;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.MemberList;

/** Who is in a room, as its stored transcript says (PROTOCOL.md §9.3). */
final class RoomMembers {
  private static final int PAGE = 256;

  private RoomMembers() {}

  /** The members before a line, rising. */
  static List<String> before(LedgerStore store, UUID roomId, long position) {
    MemberList members = new MemberList();
    long next = 1;
    boolean more = next < position;
    while (more) {
      List<TranscriptEntry> page = store.serverLines(roomId, next, position - 1, PAGE);
      for (TranscriptEntry row : page) {
        LedgerEntry line = row.entry();
        members.take(payload(line));
        next = line.position() + 1;
      }
      more = page.size() == PAGE && next < position;
    }
    return members.names();
  }

  private static byte[] payload(LedgerEntry line) {
    byte[] payload = line.payload();
    if (payload == null || !Digests.sha256Hex(payload).equals(line.line().payloadSha256())) {
      throw new IllegalStateException("line " + line.position() + " is not what was written");
    }
    return payload;
  }
}
