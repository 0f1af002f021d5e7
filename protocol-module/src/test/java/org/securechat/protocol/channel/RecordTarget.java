package org.securechat.protocol.channel;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.fuzz.Broken;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** A record as it comes, and one whose inside a peer with the key has chosen (PROTOCOL.md §4). */
public final class RecordTarget {
  private static final CipherSuite SUITE = CipherSuite.AES128GCM_SHA256;

  private RecordTarget() {}

  public static void fuzzerTestOneInput(byte[] data) throws GeneralSecurityException {
    if (data.length > Limits.MAX_BODY_LENGTH - CipherSuite.TAG_LENGTH) {
      return;
    }
    try {
      new RecordOpener(secret()).open(Frame.of(FrameType.RECORD, data));
      throw Broken.by(new IllegalStateException("a record that was not sealed has opened"));
    } catch (ProtocolException e) {
      Broken.unless(e.alert() == AlertCode.BAD_RECORD);
    }
    byte[] body = new byte[data.length + CipherSuite.TAG_LENGTH];
    new RecordKey(Cipher.ENCRYPT_MODE, secret()).process(data, body.length, body, 0);
    try {
      Message message = new RecordOpener(secret()).open(Frame.of(FrameType.RECORD, body));
      // One inside for one message: padding has no room for anything.
      Broken.unless(Arrays.equals(Inner.of(message.content(), message.data()).bytes(), data));
    } catch (ProtocolException e) {
      Broken.unless(e.alert() == AlertCode.BAD_RECORD);
    }
  }

  private static TrafficSecret secret() {
    return TrafficSecret.of(SUITE, new byte[SUITE.hashLength()]);
  }
}
