package org.securechat.client.session;

import org.securechat.protocol.application.Answer;
import org.securechat.protocol.evidence.SignedMessage;

/**
 * A message on its way to the record. Its line is recognised by the hash of the payload: the
 * session, the number and fresh random bytes are in it, so no other message has that hash, whatever
 * its words.
 *
 * @param room the room's name
 * @param roomId its id: another room of that name is another place
 * @param session the channel binding of the session in which it was signed
 * @param seq its number in that session
 * @param text what it says
 * @param message what was signed
 */
record Outgoing(
    String room, String roomId, String session, long seq, String text, SignedMessage message) {

  /** What became of it, as far as that is known. */
  sealed interface Fate {
    /** Neither its line was found nor that there will be none. */
    record Unknown() implements Fate {}

    /** It is in the record. */
    record Recorded(Answer.SentAnswer line) implements Fate {}

    /** It is not in the record and never will be. */
    record NotRecorded() implements Fate {}
  }

  String hash() {
    return message.payloadSha256();
  }
}
