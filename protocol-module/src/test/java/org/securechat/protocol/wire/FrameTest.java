package org.securechat.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
  @Test
  void lengthCountsTypeAndBody() {
    assertThat(Frame.of(FrameType.RECORD, new byte[] {9, 8}).encoded())
        .containsExactly(0, 0, 0, 3, 4, 9, 8);
  }

  @Test
  void payloadIsWhatFollowsTheLength() throws Exception {
    Frame frame = Frame.of(FrameType.ALERT, new byte[] {7});
    assertThat(frame.payload()).containsExactly(5, 7);
    assertThat(Frame.parse(frame.payload())).isEqualTo(frame);
  }

  @Test
  void bodyIsCopiedOut() {
    Frame frame = Frame.of(FrameType.RECORD, new byte[] {1});
    frame.body()[0] = 2;
    frame.encoded()[5] = 2;
    assertThat(frame.body()).containsExactly(1);
  }

  @Test
  void emptyPayloadIsBadFrame() {
    assertAlert(AlertCode.BAD_FRAME, () -> Frame.parse(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, 127, 128, 255})
  void unknownTypeIsBadFrame(int type) {
    assertAlert(AlertCode.BAD_FRAME, () -> Frame.parse(new byte[] {(byte) type}));
  }

  @Test
  void payloadOverTheLimitIsTooLarge() throws Exception {
    byte[] largest = new byte[Limits.MAX_FRAME_LENGTH];
    largest[0] = 4;
    assertThat(Frame.parse(largest).bodyLength()).isEqualTo(Limits.MAX_BODY_LENGTH);
    assertAlert(AlertCode.TOO_LARGE, () -> Frame.parse(new byte[Limits.MAX_FRAME_LENGTH + 1]));
  }

  @Test
  void ownBodyOverTheLimitIsRefused() {
    assertThatThrownBy(() -> Frame.of(FrameType.RECORD, new byte[Limits.MAX_BODY_LENGTH + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void inputYieldsFramesThenNothing() throws Exception {
    FrameInput input = input("00000002040a0000000105");
    assertThat(input.read()).contains(Frame.of(FrameType.RECORD, new byte[] {10}));
    assertThat(input.read()).contains(Frame.of(FrameType.ALERT, new byte[0]));
    assertThat(input.read()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "000000", "00000002", "0000000204"})
  void streamThatEndsInsideAFrameIsTruncated(String hex) {
    assertThatThrownBy(() -> input(hex).read()).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00010001", "7fffffff", "80000000", "ffffffff"})
  void oversizedLengthIsRefusedBeforeTheBodyIsRead(String hex) {
    InputStream refusesToBeRead =
        new ByteArrayInputStream(HexFormat.of().parseHex(hex)) {
          @Override
          public byte[] readNBytes(int length) {
            assertThat(length).isEqualTo(Limits.HEADER_LENGTH);
            byte[] header = new byte[length];
            read(header, 0, length);
            return header;
          }
        };
    assertAlert(AlertCode.TOO_LARGE, () -> new FrameInput(refusesToBeRead).read());
  }

  @Test
  void lengthZeroIsBadFrame() {
    assertAlert(AlertCode.BAD_FRAME, () -> input("00000000").read());
  }

  @Test
  void unknownAlertCodeIsBadFrame() {
    assertAlert(AlertCode.BAD_FRAME, () -> AlertCode.of("BAD_FRAME"));
  }

  @Test
  void everyAlertCodeIsFoundByItsText() throws Exception {
    for (AlertCode code : AlertCode.values()) {
      assertThat(AlertCode.of(code.code())).isEqualTo(code);
    }
  }

  @Test
  void exceptionHasNoStackTrace() {
    assertThat(new ProtocolException(AlertCode.TIMEOUT, "late").getStackTrace()).isEmpty();
  }

  private static FrameInput input(String hex) {
    return new FrameInput(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
  }

  private static void assertAlert(AlertCode alert, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.alert()).isEqualTo(alert));
  }
}
