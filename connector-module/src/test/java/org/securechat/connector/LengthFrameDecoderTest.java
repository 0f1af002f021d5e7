package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.securechat.connector.contract.ProtocolViolation;

@ExtendWith(NoLeaks.class)
class LengthFrameDecoderTest {

  private static final int LIMIT = 65_536;

  private boolean room = true;
  private final FrameDecoder decoder = Framing.LENGTH.decoder(LIMIT, () -> room);
  private final List<Object> events = new ArrayList<>();
  private final List<ByteBuf> fed = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          decoder,
          new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
              events.add(event);
            }
          });

  @AfterEach
  void everyBufferIsReleased() {
    channel.finishAndReleaseAll();
    assertThat(fed).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
  }

  private void feed(byte... bytes) {
    ByteBuf buffer = channel.alloc().directBuffer().writeBytes(bytes);
    fed.add(buffer);
    channel.writeInbound(buffer);
  }

  private void feedByteByByte(byte... bytes) {
    for (byte b : bytes) {
      feed(b);
    }
  }

  private void endOfInput() {
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
  }

  private String next() {
    byte[] payload = channel.readInbound();
    return payload == null ? null : new String(payload, StandardCharsets.UTF_8);
  }

  private static byte[] header(long length) {
    return new byte[] {
      (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
    };
  }

  @Test
  void aFrameMayArriveByteByByte() {
    byte[] frame = Peer.framed("hello");
    for (int i = 0; i < frame.length - 1; i++) {
      feed(frame[i]);
      assertThat(next()).isNull();
      assertThat(decoder.unfinished()).isTrue();
    }
    feed(frame[frame.length - 1]);
    assertThat(next()).isEqualTo("hello");
    assertThat(decoder.unfinished()).isFalse();
  }

  @Test
  void severalFramesMayArriveAtOnce() {
    ByteBuf all = Unpooled.wrappedBuffer(Peer.framed("a"), Peer.framed("bc"), header(3));
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes).release();
    feed(bytes);
    assertThat(next()).isEqualTo("a");
    assertThat(next()).isEqualTo("bc");
    assertThat(next()).isNull();
    assertThat(decoder.unfinished()).isTrue();
  }

  @Test
  void theLongestFrameIsTaken() {
    feed(header(LIMIT));
    feed(new byte[LIMIT]);
    assertThat((byte[]) channel.readInbound()).hasSize(LIMIT);
    assertThat(events).isEmpty();
  }

  @Test
  void oneByteMoreIsRefusedBeforeAnythingOfItHasArrived() {
    feedByteByByte(header(LIMIT + 1));
    assertThat(events).containsExactly(ProtocolViolation.FRAME_TOO_LARGE);
  }

  @Test
  void aLengthIsNotNegativeHoweverLarge() {
    feed(header(0xFFFF_FFFFL));
    assertThat(events).containsExactly(ProtocolViolation.FRAME_TOO_LARGE);
  }

  @Test
  void aLengthThatOverflowsTogetherWithItsHeaderIsRefused() {
    feed(header(Integer.MAX_VALUE));
    assertThat(events).containsExactly(ProtocolViolation.FRAME_TOO_LARGE);
  }

  @Test
  void anEmptyFrameIsRefused() {
    feedByteByByte(header(0));
    assertThat(events).containsExactly(ProtocolViolation.EMPTY_FRAME);
  }

  @Test
  void anAnnouncedLengthAllocatesNothing() {
    feed(header(LIMIT));
    feed(new byte[10]);
    assertThat(decoder.capacity()).isLessThan(1024);
  }

  @Test
  void framesBeforeAViolationAreDeliveredAndNothingAfterIt() {
    feed(Peer.framed("good"));
    feed(header(0));
    feed(Peer.framed("late"));
    feed(header(0));
    assertThat(next()).isEqualTo("good");
    assertThat(next()).isNull();
    assertThat(events).containsExactly(ProtocolViolation.EMPTY_FRAME);
    assertThat(decoder.unfinished()).isFalse();
  }

  @Test
  void theEndWithinAFrameIsATruncation() {
    feed((byte) 0, (byte) 0, (byte) 0, (byte) 5, (byte) 'h');
    endOfInput();
    assertThat(events)
        .containsExactly(ProtocolViolation.TRUNCATED, ChannelInputShutdownEvent.INSTANCE);
  }

  @Test
  void theEndWithinALengthIsATruncation() {
    feed((byte) 0);
    endOfInput();
    assertThat(events)
        .containsExactly(ProtocolViolation.TRUNCATED, ChannelInputShutdownEvent.INSTANCE);
  }

  @Test
  void theEndBetweenFramesIsNone() {
    feed(Peer.framed("hello"));
    endOfInput();
    assertThat(next()).isEqualTo("hello");
    assertThat(events).containsExactly(ChannelInputShutdownEvent.INSTANCE);
  }

  @Test
  void aConnectionLostWithinAFrameIsNotTheFaultOfThePeer() {
    feed((byte) 0);
    var _ = channel.close();
    assertThat(events).isEmpty();
  }

  @Test
  void withoutRoomNothingIsDecodedUntilThereIsSome() {
    room = false;
    feed(Peer.framed("one"));
    feed(Peer.framed("two"));
    assertThat(next()).isNull();
    room = true;
    channel.pipeline().fireUserEventTriggered(PipelineEvent.ROOM);
    assertThat(next()).isEqualTo("one");
    assertThat(next()).isEqualTo("two");
  }

  @Test
  void atTheEndWhatIsCompleteIsDeliveredEvenWithoutRoom() {
    room = false;
    feed(Peer.framed("one"));
    endOfInput();
    assertThat(next()).isEqualTo("one");
    assertThat(events).containsExactly(ChannelInputShutdownEvent.INSTANCE);
  }

  @Test
  void whatArrivesWhileClosingIsThrownAway() {
    feed((byte) 0);
    channel.pipeline().fireUserEventTriggered(PipelineEvent.CLOSING);
    feed(Peer.framed("late"));
    assertThat(next()).isNull();
    endOfInput();
    assertThat(events).doesNotContain(ProtocolViolation.TRUNCATED);
  }

  @Test
  void nothingIsReadOnTheDecodersOwnAccountWhileReadingIsOff() {
    int[] reads = new int[1];
    EmbeddedChannel silent =
        new EmbeddedChannel(
            new io.netty.channel.ChannelOutboundHandlerAdapter() {
              @Override
              public void read(ChannelHandlerContext context) {
                reads[0]++;
              }
            },
            Framing.LENGTH.decoder(LIMIT, () -> false));
    silent.config().setAutoRead(false);
    reads[0] = 0;
    silent.writeInbound(Unpooled.wrappedBuffer(Peer.framed("one")));
    assertThat(reads[0]).isZero();
    silent.finishAndReleaseAll();
  }
}
