package org.securechat.protocol.handshake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The server's request for another ClientHello: with the cookie, and with a share for the group if
 * one is named (PROTOCOL.md §3.3).
 *
 * <pre>
 *   {"group":"…"?, "cookie":b64}
 * </pre>
 *
 * <p>Written in exactly this way, because a server that kept no state writes it again for the
 * transcript.
 */
@SuppressWarnings("ArrayRecordComponent") // stays in this package, where it is not compared
record HelloRetry(Optional<String> group, byte[] cookie) {

  static HelloRetry parse(Frame frame) throws ProtocolException {
    return HelloFields.parse(frame, FrameType.HELLO_RETRY, HelloRetry::read);
  }

  private static HelloRetry read(ObjectNode fields) throws JsonException, ProtocolException {
    Optional<String> group =
        fields.has("group")
            ? Optional.of(Json.text(fields, "group", Limits.MAX_NAME_LENGTH))
            : Optional.empty();
    return new HelloRetry(group, Json.someBase64(fields, "cookie", Limits.MAX_COOKIE_LENGTH));
  }

  Frame frame() {
    ObjectNode fields = Json.object();
    group.ifPresent(name -> fields.put("group", name));
    fields.put("cookie", Json.base64(cookie));
    return Frame.of(FrameType.HELLO_RETRY, Json.write(fields));
  }
}
