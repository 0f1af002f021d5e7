package org.securechat.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

class RecordTest {
  private static final CipherSuite SUITE = CipherSuite.AES128GCM_SHA256;

  private final RecordSealer sealer = new RecordSealer(secret(1));
  private final RecordOpener opener = new RecordOpener(secret(1));

  @ParameterizedTest
  @CsvSource({
    "0, 64",
    "59, 64",
    "60, 256",
    "251, 256",
    "252, 1024",
    "1019, 1024",
    "1020, 1152",
    "1147, 1152",
    "1148, 1280",
    "2043, 2048",
    "2044, 2304",
    "4091, 4096",
    "4092, 4608",
    "8187, 8192",
    "8188, 9216",
    "32763, 32768",
    "32764, 36864",
    "61435, 61440"
  })
  void lengthsShowTheBucketOnly(int dataLength, int bucket) throws Exception {
    Frame frame = sealer.seal(Content.APPLICATION, new byte[dataLength]);
    assertThat(frame.bodyLength()).isEqualTo(bucket + CipherSuite.TAG_LENGTH);
    assertThat(opener.open(frame).data()).hasSize(dataLength);
  }

  @Test
  void largestDataFitsAFrameAndMoreIsRefused() {
    assertThat(SecureChannel.MAX_DATA).isGreaterThan(Limits.MAX_PAYLOAD);
    assertThatThrownBy(() -> sealer.seal(Content.APPLICATION, new byte[SecureChannel.MAX_DATA + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equalDataSealsDifferently() {
    byte[] data = {1, 2, 3};
    assertThat(sealer.seal(Content.APPLICATION, data))
        .isNotEqualTo(sealer.seal(Content.APPLICATION, data));
  }

  @Test
  void everyFlippedBitFailsToOpen() {
    Frame frame = sealer.seal(Content.APPLICATION, new byte[] {1, 2, 3});
    for (int i = 0; i < frame.bodyLength(); i++) {
      byte[] body = frame.body();
      body[i] ^= (byte) (1 << (i % 8));
      assertBadRecord(() -> new RecordOpener(secret(1)).open(Frame.of(FrameType.RECORD, body)));
    }
  }

  @Test
  void lengthenedAndShortenedRecordsFailToOpen() {
    byte[] body = sealer.seal(Content.APPLICATION, new byte[] {1, 2, 3}).body();
    for (int length : new int[] {0, 1, 16, 20, 21, body.length - 1, body.length + 1}) {
      assertBadRecord(() ->
          new RecordOpener(secret(1))
              .open(Frame.of(FrameType.RECORD, Arrays.copyOf(body, length))));
    }
  }

  @Test
  void replayedRecordFailsToOpen() throws Exception {
    Frame frame = sealer.seal(Content.APPLICATION, new byte[] {1});
    opener.open(frame);
    assertBadRecord(() -> opener.open(frame));
  }

  @Test
  void droppedRecordFailsTheNext() {
    sealer.seal(Content.APPLICATION, new byte[] {1});
    Frame second = sealer.seal(Content.APPLICATION, new byte[] {2});
    assertBadRecord(() -> opener.open(second));
  }

  @Test
  void reorderedRecordsFailForGood() {
    Frame first = sealer.seal(Content.APPLICATION, new byte[] {1});
    Frame second = sealer.seal(Content.APPLICATION, new byte[] {2});
    assertBadRecord(() -> opener.open(second));
    assertBadRecord(() -> opener.open(first));
  }

  @Test
  void recordOfTheOtherDirectionFailsToOpen() {
    Frame reflected = new RecordSealer(secret(2)).seal(Content.APPLICATION, new byte[] {1});
    assertBadRecord(() -> opener.open(reflected));
  }

  @Test
  void frameThatIsNoRecordIsUnexpected() {
    for (FrameType type : FrameType.values()) {
      if (type != FrameType.RECORD) {
        assertAlert(AlertCode.UNEXPECTED_MESSAGE, () -> opener.open(Frame.of(type, new byte[100])));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 127, 128, 255})
  void unknownContentIsBadRecord(int code) {
    byte[] inner = new byte[64];
    inner[0] = (byte) code;
    assertBadRecord(() -> opener.open(sealed(inner)));
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 64, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
  void lengthBeyondTheRecordIsBadRecord(int length) {
    byte[] inner = ByteBuffer.allocate(64).put((byte) 7).putInt(length).array();
    assertBadRecord(() -> opener.open(sealed(inner)));
  }

  @Test
  void paddingThatIsNotZeroIsBadRecord() {
    byte[] inner = ByteBuffer.allocate(64).put((byte) 7).putInt(1).array();
    inner[63] = 1;
    assertBadRecord(() -> opener.open(sealed(inner)));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 63, 65, 256, 1024})
  void paddingToAnotherBucketIsBadRecord(int innerLength) {
    byte[] inner = ByteBuffer.allocate(innerLength).put((byte) 7).putInt(1).array();
    assertBadRecord(() -> opener.open(sealed(inner)));
  }

  @Test
  void keyUpdateChangesTheKeyOnBothSides() throws Exception {
    Frame update = sealer.sealKeyUpdate();
    Frame after = sealer.seal(Content.APPLICATION, new byte[] {1});
    assertThat(opener.open(update).content()).isEqualTo(Content.KEY_UPDATE);
    opener.update();
    assertThat(opener.open(after).data()).containsExactly(1);
  }

  @Test
  void recordAfterKeyUpdateFailsUnderTheOldKey() throws Exception {
    Frame update = sealer.sealKeyUpdate();
    Frame after = sealer.seal(Content.APPLICATION, new byte[] {1});
    opener.open(update);
    assertBadRecord(() -> opener.open(after));
  }

  @Test
  void droppedKeyUpdateFailsTheNextRecord() {
    sealer.sealKeyUpdate();
    Frame after = sealer.seal(Content.APPLICATION, new byte[] {1});
    assertBadRecord(() -> opener.open(after));
  }

  @Test
  void asManyRecordsAsAKeyMayProtectAreOpenedAndTheLastMayBeAKeyUpdate() throws Exception {
    RecordOpener strict = new RecordOpener(secret(1), 3);
    strict.open(sealer.seal(Content.APPLICATION, new byte[] {1}));
    strict.open(sealer.seal(Content.APPLICATION, new byte[] {1}));
    assertThat(strict.open(sealer.sealKeyUpdate()).content()).isEqualTo(Content.KEY_UPDATE);
    strict.update();
    for (int i = 0; i < 3; i++) {
      strict.open(sealer.seal(Content.APPLICATION, new byte[] {1}));
    }
    Frame tooMany = sealer.sealKeyUpdate();
    assertBadRecord(() -> strict.open(tooMany));
  }

  @Test
  void moreRecordsThanAKeyMayProtectAreRefused() throws Exception {
    RecordOpener strict = new RecordOpener(secret(1), 2);
    for (int i = 0; i < 2; i++) {
      strict.open(sealer.seal(Content.APPLICATION, new byte[] {1}));
    }
    Frame tooMany = sealer.seal(Content.APPLICATION, new byte[] {1});
    assertBadRecord(() -> strict.open(tooMany));
  }

  @Test
  void destroyedKeysNeitherSealNorOpen() {
    Frame frame = sealer.seal(Content.APPLICATION, new byte[] {1});
    sealer.destroy();
    opener.destroy();
    assertThatThrownBy(() -> sealer.seal(Content.APPLICATION, new byte[] {1}))
        .isInstanceOf(IllegalStateException.class);
    assertBadRecord(() -> opener.open(frame));
  }

  /** A record with an inside that no sealer would make. */
  private static Frame sealed(byte[] inner) throws Exception {
    byte[] body = new byte[inner.length + CipherSuite.TAG_LENGTH];
    new RecordKey(Cipher.ENCRYPT_MODE, secret(1)).process(inner, body.length, body, 0);
    return Frame.of(FrameType.RECORD, body);
  }

  static TrafficSecret secret(int fill) {
    byte[] secret = new byte[SUITE.hashLength()];
    Arrays.fill(secret, (byte) fill);
    return TrafficSecret.of(SUITE, secret);
  }

  private static void assertBadRecord(ThrowingCallable call) {
    assertAlert(AlertCode.BAD_RECORD, call);
  }

  private static void assertAlert(AlertCode alert, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.alert()).as("%s", e).isEqualTo(alert));
  }
}
