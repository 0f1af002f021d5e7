package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.name.Names;

class TranscriptTest {
  private static final String TIME = "2026-11-22T19:00:00.123Z";
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final String OTHER = "fedcba9876543210".repeat(4);
  private static final String LINE = "1|" + TIME + "|alice|" + HASH + "|" + HASH + "|AQID";

  @Test
  void lineReadsAsWritten() throws EvidenceException {
    TranscriptLine line = TranscriptLine.parse(LINE);
    assertThat(line.format()).isEqualTo(LINE);
    assertThat(line.signatureBytes()).containsExactly(1, 2, 3);
    assertThat(line.isEvent()).isFalse();
    assertThat(TranscriptLine.parse(LINE.replace("alice", "@server")).isEvent()).isTrue();
  }

  @Test
  void theLongestLineFits() throws EvidenceException {
    TranscriptLine longest =
        TranscriptLine.of(
            TranscriptLine.MAX_POSITION,
            TIME,
            "a".repeat(Names.MAX_USERNAME),
            HASH,
            new SignedMessage(new byte[0], new byte[SignedMessage.MAX_SIGNATURE]));
    assertThat(longest.format())
        .hasSizeBetween(
            TranscriptLine.MAX_LENGTH - 128 + Names.MAX_USERNAME, TranscriptLine.MAX_LENGTH);
    assertThat(TranscriptLine.parse(longest.format())).isEqualTo(longest);
  }

  @Test
  void everyChangeOfOneCharacterIsAnotherLineOrNone() {
    for (int i = 0; i < LINE.length(); i++) {
      for (char c : new char[] {'|', '\n', ' ', 'G', '=', '\0', 'é', '-', '+'}) {
        String changed = LINE.substring(0, i) + c + LINE.substring(i + 1);
        if (changed.equals(LINE)) {
          continue;
        }
        try {
          assertThat(TranscriptLine.parse(changed).format()).isEqualTo(changed);
          assertThat(Chain.next(HASH, changed)).isNotEqualTo(Chain.next(HASH, LINE));
        } catch (EvidenceException refused) {
          assertThat(refused).hasNoCause();
        }
      }
    }
  }

  @Test
  void refusesLinesOutOfForm() {
    refused("");
    refused("|||||");
    refused("0" + LINE);
    refused("0" + LINE.substring(1));
    refused("+1" + LINE.substring(1));
    refused("9007199254740992" + LINE.substring(1));
    refused("99999999999999999999" + LINE.substring(1));
    refused(LINE + "\n");
    refused(LINE + "|");
    refused(LINE + "=");
    refused(LINE.replace("AQID", ""));
    refused(LINE.replace("AQID", "AQI"));
    refused(LINE.replace("AQID", "AR=="));
    refused(LINE.replace("alice", "Alice"));
    refused(LINE.replace("alice", "@alice"));
    refused(LINE.replace("alice", ""));
    refused(LINE.replace("abcdef", "ABCDEF"));
    refused(LINE.replace(".123Z", ".123+00:00"));
    refused(LINE.replace("AQID", "A".repeat(5468)));
  }

  @Test
  void chainIsWhatSha256sumSays() {
    UUID room = UUID.fromString("0191a1b2-0000-7000-8000-00000000000f");
    String genesis = Chain.genesis(room);
    assertThat(genesis)
        .isEqualTo(
            Digests.sha256Hex(
                ("securechat/transcript/1\n" + room + "\n").getBytes(StandardCharsets.UTF_8)));
    assertThat(Chain.next(genesis, LINE))
        .isEqualTo(
            Digests.sha256Hex((genesis + "\n" + LINE + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void chainRefusesWhatCouldBeReadTwice() {
    assertThatThrownBy(() -> Chain.next(HASH, "a\nb")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Chain.next("", "a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Chain.next(HASH.toUpperCase(Locale.ROOT), "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void receiptReadsAsWrittenAndInNoOtherForm() throws EvidenceException {
    Receipt receipt = receipt(3, 5);
    assertThat(Receipt.parse(receipt.encode())).isEqualTo(receipt);
    assertThat(Receipt.parse(receipt(3, 2).encode()).last()).isEqualTo(2);
    String good = new String(receipt.encode(), StandardCharsets.UTF_8);
    refusedReceipt(good.replace("receipt/1", "receipt/2"));
    refusedReceipt(good.replace("\"first\":3", "\"first\":0"));
    refusedReceipt(good.replace("\"last\":5", "\"last\":1"));
    refusedReceipt(good.replace("\"last\":5", "\"last\": 5"));
    refusedReceipt(good.replace("\"last\":5,", ""));
    refusedReceipt(good.replace("\"erased\":\"4\"", "\"erased\":\"2\""));
    refusedReceipt(good.replace("\"erased\":\"4\"", "\"erased\":\"6\""));
    refusedReceipt(good.replace("\"erased\":\"4\"", "\"erased\":\"4-4\""));
    refusedReceipt(good.replace("\"erased\":\"4\"", "\"erased\":\"5,4\""));
    refusedReceipt(good.replace("\"" + OTHER + "\"]", "\"" + HASH + "\"]"));
    refusedReceipt(good.replace("[\"" + HASH + "\",", "[\"" + OTHER + "\","));
    refusedReceipt(good.replace("[\"" + HASH, "[\"" + HASH.toUpperCase(Locale.ROOT)));
    refusedReceipt(good.replace("\"certificate\":\"" + HASH + "\",", ""));
    refusedReceipt(
        new String(receipt(3, 2).encode(), StandardCharsets.UTF_8)
            .replace("\"chain\":\"" + HASH, "\"chain\":\"" + OTHER));
    refusedReceipt(
        new String(receipt(1, 5).encode(), StandardCharsets.UTF_8)
            .replace(Receipt.membersSha256(List.of()), HASH));
    refusedReceipt(good.replace("example.org", "exämple.org"));
    refusedReceipt(good.replace("chat.example.org", ""));
    refusedReceipt(good.replace("0191a1b2", "0191A1B2"));
    refusedReceipt(good.replace("\"alice\"", "\"@nobody\""));
    String forTheServer = good.replace("\"alice\"", "\"@server\"");
    assertThat(Receipt.parse(forTheServer.getBytes(StandardCharsets.UTF_8)).user())
        .isEqualTo(TranscriptLine.SERVER);
    refusedReceipt(good.replace("}", ",\"extra\":1}"));
    refusedReceipt(good + "\n");
  }

  @Test
  void transcriptHashIsThatOfTheFile() {
    assertThat(Receipt.transcriptSha256(List.of())).isEqualTo(Digests.sha256Hex());
    assertThat(Receipt.transcriptSha256(List.of("a", "b")))
        .isEqualTo(Digests.sha256Hex("a\nb\n".getBytes(StandardCharsets.UTF_8)));
  }

  private static Receipt receipt(long first, long last) {
    return new Receipt(
        "chat.example.org",
        "lobby",
        "0191a1b2-0000-7000-8000-00000000000f",
        "alice",
        HASH,
        first,
        last,
        HASH,
        last < first ? HASH : OTHER,
        HASH,
        first == 1 ? Receipt.membersSha256(List.of()) : HASH,
        last < first ? "" : "4",
        "",
        List.of(HASH, OTHER),
        HASH,
        TIME);
  }

  private static void refused(String line) {
    assertThatThrownBy(() -> TranscriptLine.parse(line))
        .as(line)
        .isInstanceOf(EvidenceException.class);
  }

  private static void refusedReceipt(String receipt) {
    assertThatThrownBy(() -> Receipt.parse(receipt.getBytes(StandardCharsets.UTF_8)))
        .as(receipt)
        .isInstanceOf(EvidenceException.class);
  }
}
