package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PROTOCOL.md §9.5. */
class HeadsFileTest {
  private static final String CHAIN = "ab".repeat(32);
  private static final List<RoomPosition> ROOMS =
      List.of(
          new RoomPosition(UUID.fromString("0b9f2f4c-3a57-4d5e-9f0a-5d2f6f1c7a01"), 57, CHAIN),
          // Comes last as bytes, and first as a signed number.
          new RoomPosition(UUID.fromString("f27d25be-9b84-4fd9-9df2-d31cc504ec57"), 9, CHAIN));
  private static final HeadsFile FILE =
      new HeadsFile(document(12, 8), "signature".getBytes(StandardCharsets.UTF_8), ROOMS);
  private static final String TEXT = new String(FILE.encode(), StandardCharsets.UTF_8);

  private static HeadsDocument document(long number, long base) {
    return new HeadsDocument(
        "chat.example.org",
        number,
        "cd".repeat(32),
        base,
        base == 0 ? "" : "ef".repeat(32),
        ROOMS.size(),
        HeadsFile.sha256(ROOMS),
        "2026-11-28T10:07:21.702Z",
        "01".repeat(32));
  }

  @Test
  void hasOneText() throws EvidenceException {
    assertThat(TEXT)
        .isEqualTo(
            "{\"type\":\"securechat/heads/1\",\"server\":\"chat.example.org\",\"number\":12,"
                + "\"previous_sha256\":\""
                + "cd".repeat(32)
                + "\",\"base_number\":8,\"base_sha256\":\""
                + "ef".repeat(32)
                + "\",\"rooms\":2,\"rooms_sha256\":\""
                + HeadsFile.sha256(ROOMS)
                + "\",\"at\":\"2026-11-28T10:07:21.702Z\",\"certificate\":\""
                + "01".repeat(32)
                + "\"}\nc2lnbmF0dXJl\n0b9f2f4c-3a57-4d5e-9f0a-5d2f6f1c7a01|57|"
                + CHAIN
                + "\nf27d25be-9b84-4fd9-9df2-d31cc504ec57|9|"
                + CHAIN
                + "\n");
    HeadsFile read = HeadsFile.parse(FILE.encode());
    assertThat(read.document()).isEqualTo(FILE.document());
    assertThat(read.rooms()).isEqualTo(ROOMS);
    assertThat(read.signature()).isEqualTo(FILE.signature());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "type;heads/1;head/1",
        "white space;\"number\":12;\"number\": 12",
        "number 0;\"number\":12;\"number\":0",
        "base not earlier;\"base_number\":8;\"base_number\":12",
        "base without hash;\"base_number\":8;\"base_number\":0",
        "another number of rooms;\"rooms\":2;\"rooms\":1",
        "signature in another text;c2lnbmF0dXJl;c2lnbmF0dXJl=",
        "no signature;c2lnbmF0dXJl;''",
        "another position;|57|;|58|",
        "position 0;|9|;|0|",
        "leading zero;|9|;|09|",
        "beyond the highest position;|9|;|9007199254740992|",
        "upper case;0b9f2f4c;0B9f2f4c",
        "other separator;|9|;,9|"
      })
  void everythingElseIsRefused(String fault, String right, String wrong) {
    assertThat(TEXT).as(fault).contains(right);
    assertRefused(fault, TEXT.replace(right, wrong));
  }

  @Test
  void missingAndSwappedLinesAreRefused() {
    List<String> lines = TEXT.lines().toList();
    assertRefused("no end", TEXT.substring(0, TEXT.length() - 1));
    assertRefused("carriage returns", TEXT.replace("\n", "\r\n"));
    assertRefused("empty line", TEXT + "\n");
    assertRefused("no lines", "");
    assertRefused("one line", lines.get(0) + "\n");
    assertRefused("a room too few", String.join("\n", lines.subList(0, 3)) + "\n");
    assertRefused("a room twice", TEXT + lines.get(3) + "\n");
    assertRefused(
        "another order",
        String.join("\n", lines.get(0), lines.get(1), lines.get(3), lines.get(2)) + "\n");
  }

  @Test
  void everyFlippedBitIsRefusedOrInTheSignature() {
    byte[] file = FILE.encode();
    for (int i = 0; i < file.length; i++) {
      byte[] flipped = file.clone();
      flipped[i] ^= 1;
      try {
        HeadsFile read = HeadsFile.parse(flipped);
        boolean statementDiffers = !read.document().equals(FILE.document());
        boolean signatureDiffers =
            !Base64.getEncoder().encodeToString(read.signature()).equals("c2lnbmF0dXJl");
        // What was signed is another text then: the signature says so.
        assertThat(statementDiffers || signatureDiffers).as("byte %d", i).isTrue();
      } catch (EvidenceException e) {
        assertThat(e).hasMessageNotContaining("\n");
      }
    }
  }

  @Test
  void theFirstAloneNamesNoneBefore() {
    HeadsDocument second = document(2, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new HeadsDocument(
                    second.server(),
                    2,
                    "",
                    0,
                    "",
                    second.rooms(),
                    second.roomsSha256(),
                    second.at(),
                    second.certificate())
                .encode());
  }

  private static void assertRefused(String fault, String text) {
    assertThatExceptionOfType(EvidenceException.class)
        .as(fault)
        .isThrownBy(() -> HeadsFile.parse(text.getBytes(StandardCharsets.UTF_8)));
  }
}
