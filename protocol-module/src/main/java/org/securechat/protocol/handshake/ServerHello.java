package org.securechat.protocol.handshake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The server's choice (PROTOCOL.md §3.4).
 *
 * <pre>
 *   {"protocol":"securechat/1", "random":b64(32), "cipher":"…", "group":"…", "key":b64}
 * </pre>
 */
@SuppressWarnings("ArrayRecordComponent") // stays in this package, where it is not compared
record ServerHello(byte[] random, String cipher, KeyShare share) {

  static ServerHello parse(Frame frame) throws ProtocolException {
    return HelloFields.parse(frame, FrameType.SERVER_HELLO, ServerHello::read);
  }

  private static ServerHello read(ObjectNode fields) throws JsonException, ProtocolException {
    if (!Json.text(fields, "protocol", Limits.MAX_NAME_LENGTH).equals(HelloFields.PROTOCOL)) {
      throw new ProtocolException(AlertCode.UNSUPPORTED, "the server chose another protocol");
    }
    return new ServerHello(
        Json.base64(fields, "random", HelloFields.RANDOM_LENGTH),
        Json.text(fields, "cipher", Limits.MAX_NAME_LENGTH),
        new KeyShare(
            Json.text(fields, "group", Limits.MAX_NAME_LENGTH),
            Json.base64UpTo(fields, "key", HelloFields.MAX_SHARE_LENGTH)));
  }

  Frame frame() {
    ObjectNode fields = Json.object();
    fields.put("protocol", HelloFields.PROTOCOL);
    fields.put("random", Json.base64(random));
    fields.put("cipher", cipher);
    fields.put("group", share.group());
    fields.put("key", Json.base64(share.key()));
    return Frame.of(FrameType.SERVER_HELLO, Json.write(fields));
  }
}
