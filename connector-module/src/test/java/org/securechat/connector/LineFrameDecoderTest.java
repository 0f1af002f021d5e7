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
class LineFrameDecoderTest {

  private static final int LIMIT = 10;

  private boolean room = true;
  private final FrameDecoder decoder = Framing.LINE.decoder(LIMIT, () -> room);
  private final List<Object> events = new ArrayList<>();
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
  void release() {
    channel.finishAndReleaseAll();
  }

  private void feed(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  private String next() {
    byte[] payload = channel.readInbound();
    return payload == null ? null : new String(payload, StandardCharsets.UTF_8);
  }

  @Test
  void aLineMayArriveByteByByteAndSeveralAtOnce() {
    for (char c : "hello".toCharArray()) {
      feed(String.valueOf(c));
      assertThat(next()).isNull();
      assertThat(decoder.unfinished()).isTrue();
    }
    feed("\na\r\nb");
    assertThat(next()).isEqualTo("hello");
    assertThat(next()).isEqualTo("a");
    assertThat(next()).isNull();
    feed("\n");
    assertThat(next()).isEqualTo("b");
    assertThat(events).isEmpty();
  }

  @Test
  void theLongestLineIsTakenAndOneMoreByteIsNot() {
    feed("0123456789\n0123456789\r\n");
    assertThat(next()).isEqualTo("0123456789");
    assertThat(next()).isEqualTo("0123456789");
    assertThat(events).isEmpty();
    feed("0123456789a\n");
    assertThat(next()).isNull();
    assertThat(events).containsExactly(ProtocolViolation.FRAME_TOO_LARGE);
  }

  @Test
  void aLineWithoutEndIsGivenUpBeforeItEnds() {
    feed("0123456789abc");
    assertThat(events).containsExactly(ProtocolViolation.FRAME_TOO_LARGE);
    feed("more\nok\n");
    assertThat(next()).isNull();
    assertThat(events).containsExactly(ProtocolViolation.FRAME_TOO_LARGE);
  }

  @Test
  void anEmptyLineIsNoFrame() {
    feed("\r\n");
    assertThat(events).containsExactly(ProtocolViolation.EMPTY_FRAME);
  }

  @Test
  void aLineThatBreaksOffIsTruncated() {
    feed("half");
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    channel.finish();
    assertThat(events).contains(ProtocolViolation.TRUNCATED);
    assertThat(next()).isNull();
  }

  @Test
  void whatHasNoRoomWaits() {
    room = false;
    feed("one\ntwo\n");
    assertThat(next()).isNull();
    room = true;
    channel.pipeline().fireUserEventTriggered(PipelineEvent.ROOM);
    assertThat(next()).isEqualTo("one");
    assertThat(next()).isEqualTo("two");
  }

  @Test
  void writesWhatItReads() {
    byte[] payload = "hello".getBytes(StandardCharsets.UTF_8);
    ByteBuf out = Unpooled.buffer();
    Framing.LINE.frame(payload.length, out).put(payload);
    assertThat(out.readableBytes()).isEqualTo(Framing.LINE.encodedLength(payload.length));
    feed(out.toString(StandardCharsets.UTF_8));
    assertThat(next()).isEqualTo("hello");
  }
}
