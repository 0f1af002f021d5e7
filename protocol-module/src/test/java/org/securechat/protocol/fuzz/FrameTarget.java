package org.securechat.protocol.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameInput;
import org.securechat.protocol.wire.ProtocolException;

/** A stream of frames (PROTOCOL.md §2). */
public final class FrameTarget {
  private FrameTarget() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    FrameInput in = new FrameInput(new ByteArrayInputStream(data));
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    try {
      Optional<Frame> frame = in.read();
      while (frame.isPresent()) {
        again.write(frame.get().encoded());
        Broken.unless(Frame.of(frame.get().type(), frame.get().body()).equals(frame.get()));
        frame = in.read();
      }
      Broken.unless(again.size() == data.length);
    } catch (ProtocolException | EOFException e) {
      Broken.unless(again.size() <= data.length);
    }
    Broken.unless(Arrays.equals(again.toByteArray(), 0, again.size(), data, 0, again.size()));
  }
}
