package org.securechat.server.classic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.classic.ClassicTranscript;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.key.Passphrase;
import org.securechat.server.account.AccountException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.PasswordAuthentication;
import org.securechat.server.testing.Refusal;
import org.securechat.testkit.MutableClock;

/** CLASSIC.md, "Chat": each line in its place, and what a receipt covers. */
class ClassicChatEndpointTest {
  private static final int ROOMS = 3;

  private final RecordedClassicLines lines = new RecordedClassicLines();
  private final Accounts accounts = new Accounts();
  private final RecordedAccess audit = new RecordedAccess();
  private final ClassicKeys keys = ClassicPeer.keys();
  private final MutableClock clock = new MutableClock();
  private final ClassicChatEndpoint endpoint =
      new ClassicChatEndpoint(
          keys,
          new ClassicMessages(
              lines,
              new ClassicRoomAllowance(
                  new ClassicSettings(
                      true, "127.0.0.1", false, ROOMS, Path.of("."), Passphrase.none()),
                  clock),
              Clock.systemUTC()),
          accounts,
          audit,
          Clock.systemUTC());
  private final ClassicPeer peer = new ClassicPeer(endpoint);

  @Test
  void goodMessageHasNoAnswerAndItsTextIsOnRecord() throws Exception {
    peer.chatting().say(peer.message(1, "hello"));

    assertThat(peer.heard()).isNull();
    assertThat(lines.rooms).isEqualTo(1);
    ClassicPayload.Message message =
        (ClassicPayload.Message) ClassicPayload.parse(lines.messages.get(0));
    assertThat(message.text()).contains("hello");
  }

  @Test
  @DisplayName("a message recorded in an old session, sent in a new one: decrypt failed, no room")
  void messageOfAnotherSessionIsNotTaken() {
    ObjectNode recorded =
        new ClassicPeer(endpoint).chatting().message(1, "I agree to all that was said today");
    peer.chatting().say(recorded);

    assertError("decrypt failed", "DECRYPT_FAIL");
    assertThat(lines.rooms).isZero();
    assertThat(lines.messages).isEmpty();
    assertReceiptCovers(0, 0);
    assertThat(lines.receipts).as("nothing to put on record").isZero();
  }

  @Test
  @DisplayName("one certificate makes so many rooms in a day")
  void roomsOfOneCertificateAreBounded() {
    for (int i = 0; i < ROOMS; i++) {
      ClassicPeer session = new ClassicPeer(endpoint).chatting();
      session.say(session.message(1, "hello"));
      session.say(session.message(2, "the same room"));
    }
    peer.chatting().say(peer.message(1, "one too many"));
    assertError("too many attempts, try again later", "RATE_LIMITED");
    assertThat(lines.rooms).isEqualTo(ROOMS);

    clock.advance(Duration.ofHours(9));
    peer.say(peer.message(1, "the number was not used up"));
    assertThat(peer.heard()).isNull();
    assertThat(lines.rooms).isEqualTo(ROOMS + 1);
  }

  @Test
  void sessionsWithoutAMessageAreNotCounted() {
    for (int i = 0; i < 2 * ROOMS; i++) {
      ClassicPeer session = new ClassicPeer(endpoint).chatting();
      session.say(session.message(1, new byte[] {'a', (byte) 0xc3}));
    }
    peer.chatting().say(peer.message(1, "the first"));

    assertThat(peer.heard()).isNull();
    assertThat(lines.rooms).isEqualTo(1);
  }

  @Test
  void messageThatDoesNotDecryptUsesUpNoNumber() {
    ObjectNode recorded =
        new ClassicPeer(endpoint).chatting().message(9, "I agree to all that was said today");
    peer.chatting().say(recorded);
    peer.heard();
    peer.say(peer.message(1, "the first"));

    assertThat(peer.heard()).isNull();
    assertReceiptCovers(1, 1);
  }

  @Test
  void textThatIsNotUtf8IsNotTaken() {
    peer.chatting().say(peer.message(1, new byte[] {'a', (byte) 0xc3}));

    assertError("decrypt failed", "DECRYPT_FAIL");
    assertThat(lines.rooms).isZero();
  }

  @Test
  void paddingThatIsWrongIsAnsweredAsBadTextIs() {
    peer.chatting();
    // One block: its padding is what the vector, which is not signed, makes of it.
    ObjectNode message = peer.message(1, "short");
    byte[] iv = java.util.Base64.getDecoder().decode(message.path("iv").asText());
    iv[15] ^= 0x40;
    peer.say(message.put("iv", java.util.Base64.getEncoder().encodeToString(iv)));

    assertError("decrypt failed", "DECRYPT_FAIL");
    assertThat(lines.messages).isEmpty();
  }

  @Test
  void emptyTextIsAMessage() {
    peer.chatting().say(peer.message(1, ""));

    assertThat(peer.heard()).isNull();
    assertThat(lines.messages).hasSize(1);
  }

  @Test
  @DisplayName("a text that is too long for a line of the record is too large, not without text")
  void textTooLongForTheRecordIsRefused() {
    peer.chatting().say(peer.message(1, "\u0001".repeat(8_000)));

    assertError("message too large", "TOO_LARGE");
    assertThat(lines.rooms).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "-1", "-9007199254740992", "-9223372036854775808"})
  @DisplayName("a number below one is the sequence error that every lower number is")
  void numbersBelowOneAreSequenceErrors(String seqno) {
    peer.chatting();
    String line = peer.message(1, "hello").toString().replace("\"seqno\":1", "\"seqno\":" + seqno);
    peer.say(line);

    assertError("replay/sequence error", "REPLAY");
    assertThat(lines.messages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "1.0", "1e0", "9007199254740992", "null", "true", "-1.5"})
  void whatIsNoNumberOfAMessageIsABadMessage(String seqno) {
    peer.chatting();
    peer.say(peer.message(1, "hello").toString().replace("\"seqno\":1", "\"seqno\":" + seqno));

    assertError("bad message", "BAD_MESSAGE");
  }

  @Test
  void usedAndLowerNumbersAreSequenceErrorsBeforeTheSignatureIsLookedAt() {
    peer.chatting().say(peer.message(5, "five"));
    ObjectNode lower = peer.message(3, "three").put("ts", 6);
    peer.say(lower);
    assertError("replay/sequence error", "REPLAY");
    peer.say(peer.message(5, "five again"));
    assertError("replay/sequence error", "REPLAY");

    assertReceiptCovers(5, 5);
  }

  @Test
  void changedMessageUsesUpNoNumber() {
    peer.chatting().say(peer.message(1, "one").put("ts", 6));
    assertError("signature verification failed", "SIG_FAIL");
    peer.say(peer.message(1, "one"));

    assertThat(peer.heard()).isNull();
    assertReceiptCovers(1, 1);
  }

  @Test
  void receiptIsForTheGoodMessagesInTheirOrder() {
    peer.chatting();
    ObjectNode first = peer.message(1, "one");
    ObjectNode second = peer.message(7, "seven");
    peer.say(first);
    peer.say(peer.message(1, "not again"));
    peer.say(second);
    peer.heard();
    ClassicTranscript expected = new ClassicTranscript();
    String fingerprint =
        org.securechat.protocol.classic.ClassicCertificate.fingerprint(ClassicPeer.carol().leaf());
    for (ObjectNode line : java.util.List.of(first, second)) {
      long seqno = line.path("seqno").asLong();
      expected.add(
          seqno,
          ClassicTranscript.line(
              seqno, 5, line.path("ct").asText(), line.path("sig").asText(), fingerprint));
    }

    peer.say("{\"type\":\"bye\"}");
    assertThat(peer.heard().path("transcript_sha256").asText()).isEqualTo(expected.sha256());
    assertThat(lines.receipts).isEqualTo(1);
    assertThat(peer.wire().isOpen()).isFalse();
  }

  @Test
  void roomThatCannotBeMadeIsUnavailable() {
    lines.refusal = new Refusal("the database is away");
    peer.chatting().say(peer.message(1, "hello"));

    assertError("not available, try again later", "UNAVAILABLE");
    assertThat(lines.messages).isEmpty();
  }

  @Test
  void messageThatIsNotWrittenEndsTheSession() {
    lines.next = new CompletableFuture<>();
    peer.chatting().say(peer.message(1, "hello"));
    assertThat(peer.heard()).isNull();
    lines.next.completeExceptionally(new Refusal("the database is away"));

    assertError("not available, try again later", "UNAVAILABLE");
    assertThat(peer.wire().isOpen()).isFalse();
  }

  @Test
  void disabledAccountMayNotChat() {
    accounts.refusal = new AccountException(AccountException.Reason.DISABLED, "disabled");
    peer.say(ClassicPeer.greeting("cert"));
    peer.heard();
    peer.heard();
    peer.say("{\"type\":\"dh_pub\",\"y\":\"0x2\"}");

    assertError("bad cert", "BAD_CERT");
    assertThat(peer.wire().isOpen()).isFalse();
    assertThat(audit.lines()).containsExactly("chat.certificate.refused denied ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[1,2]",
        "{}",
        "{\"type\":\"bye\"}",
        "{\"type\":\"msg\",\"seqno\":1}",
        "\"cert\""
      })
  void whatComesBeforeAKeyEndsTheConnection(String line) {
    peer.say(line);

    assertError("bad message", "BAD_MESSAGE");
    assertThat(peer.wire().isOpen()).isFalse();
  }

  @Test
  void hundredthRefusedLineEndsTheSession() {
    peer.chatting();
    for (int i = 0; i < 100; i++) {
      assertThat(peer.wire().isOpen()).as("line %s", i).isTrue();
      peer.say("{}");
    }

    assertThat(peer.wire().isOpen()).isFalse();
  }

  private void assertError(String msg, String code) {
    ObjectNode answer = peer.heard();
    assertThat(answer).as("an answer").isNotNull();
    assertThat(answer.path("type").asText()).isEqualTo("error");
    assertThat(answer.path("msg").asText()).isEqualTo(msg);
    assertThat(answer.path("code").asText()).isEqualTo(code);
    assertThat(peer.heard()).isNull();
  }

  private void assertReceiptCovers(long first, long last) {
    peer.say("{\"type\":\"bye\"}");
    ObjectNode receipt = peer.heard();
    assertThat(receipt.path("type").asText()).isEqualTo("receipt");
    assertThat(receipt.path("first_seq").asLong(-1)).isEqualTo(first);
    assertThat(receipt.path("last_seq").asLong(-1)).isEqualTo(last);
  }

  private static final class Accounts extends PasswordAuthentication {
    private AccountException refusal;

    @Override
    public Optional<AuthenticatedUser> named(PeerIdentity peer) {
      if (refusal != null) {
        throw refusal;
      }
      return Optional.empty();
    }
  }
}
