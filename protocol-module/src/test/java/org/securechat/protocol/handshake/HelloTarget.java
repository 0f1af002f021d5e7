package org.securechat.protocol.handshake;

import org.securechat.protocol.fuzz.Broken;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** The first frame of each side (PROTOCOL.md §3), and what a server makes of one. */
public final class HelloTarget {
  private static final ServerHandshake SERVER = new ServerHandshake(HandshakePair.serverSettings());

  private HelloTarget() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length > Limits.MAX_BODY_LENGTH) {
      return;
    }
    again(data, FrameType.CLIENT_HELLO, frame -> ClientHello.parse(frame).frame());
    again(data, FrameType.SERVER_HELLO, frame -> ServerHello.parse(frame).frame());
    again(data, FrameType.HELLO_RETRY, frame -> HelloRetry.parse(frame).frame());
    try {
      SERVER.receive(SERVER.start(), Frame.of(FrameType.CLIENT_HELLO, data));
    } catch (ProtocolException e) {
      // Refused, as nearly everything is.
    }
  }

  /** What was read is written, and once written it reads and writes the same. */
  private static void again(byte[] data, FrameType type, Form form) {
    Frame written;
    try {
      written = form.readAndWrite(Frame.of(type, data));
    } catch (ProtocolException e) {
      return;
    }
    if (written.bodyLength() <= Limits.MAX_HELLO_LENGTH) {
      try {
        Broken.unless(form.readAndWrite(written).equals(written));
      } catch (ProtocolException e) {
        throw Broken.by(e);
      }
    }
  }

  private interface Form {
    Frame readAndWrite(Frame frame) throws ProtocolException;
  }
}
