package org.securechat.protocol.handshake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The client's offer (PROTOCOL.md §3.2).
 *
 * <pre>
 *   {"protocol":["securechat/1"], "random":b64(32), "ciphers":[…], "shares":[{"group":…,"key":b64}],
 *    "groups":[…], "signatures":[…], "server_name":"…", "cookie":b64?}
 * </pre>
 *
 * <p>Names stay text: a receiver ignores those that it does not know.
 */
@SuppressWarnings("ArrayRecordComponent") // stays in this package, where it is not compared
record ClientHello(
    byte[] random,
    List<String> ciphers,
    List<KeyShare> shares,
    List<String> groups,
    List<String> signatures,
    String serverName,
    Optional<byte[]> cookie,
    Offer offer) {

  private static final String COOKIE = "cookie";
  private static final String SHARES = "shares";

  /** A hello to be sent. */
  ClientHello(
      byte[] random,
      List<String> ciphers,
      List<KeyShare> shares,
      List<String> groups,
      List<String> signatures,
      String serverName,
      Optional<byte[]> cookie) {
    this(random, ciphers, shares, groups, signatures, serverName, cookie, Offer.UNREAD);
  }

  static ClientHello parse(Frame frame) throws ProtocolException {
    return HelloFields.parse(frame, FrameType.CLIENT_HELLO, ClientHello::read);
  }

  private static ClientHello read(ObjectNode fields) throws JsonException, ProtocolException {
    // PROTOCOL.md §3.2: without securechat/1 there is nothing to agree on.
    if (!names(fields, "protocol").contains(HelloFields.PROTOCOL)) {
      throw new ProtocolException(AlertCode.UNSUPPORTED, "no protocol in common");
    }
    List<String> groups = names(fields, "groups");
    return new ClientHello(
        Json.base64(fields, "random", HelloFields.RANDOM_LENGTH),
        names(fields, "ciphers"),
        shares(fields, groups),
        groups,
        names(fields, "signatures"),
        Json.text(fields, "server_name", Limits.MAX_SERVER_NAME_LENGTH),
        fields.has(COOKIE)
            ? Optional.of(Json.someBase64(fields, COOKIE, Limits.MAX_COOKIE_LENGTH))
            : Optional.empty(),
        Offer.of(fields));
  }

  /**
   * Hashes over all fields but the cookie, unknown ones too, by which a server that keeps nothing
   * compares the second hello with the first (PROTOCOL.md §3.3). The order of fields does not
   * matter.
   *
   * @param withoutShares for a retry that asked for another share
   * @param whole for one that asked for none
   */
  @SuppressWarnings("ArrayRecordComponent") // stays in this package, where it is not compared
  record Offer(byte[] withoutShares, byte[] whole) {
    private static final Offer UNREAD = new Offer(new byte[0], new byte[0]);

    private static Offer of(ObjectNode fields) {
      SortedMap<String, JsonNode> sorted = new TreeMap<>();
      fields.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
      sorted.remove(COOKIE);
      byte[] whole = Digests.sha256(Json.write(sorted));
      sorted.remove(SHARES);
      return new Offer(Digests.sha256(Json.write(sorted)), whole);
    }
  }

  private static List<String> names(ObjectNode fields, String field)
      throws JsonException, ProtocolException {
    List<String> names = Json.texts(fields, field, Limits.MAX_HELLO_LIST, Limits.MAX_NAME_LENGTH);
    // PROTOCOL.md §3.2: a list that must not be empty and is.
    if (names.isEmpty()) {
      throw HelloFields.malformed(field + " is empty");
    }
    return names;
  }

  private static List<KeyShare> shares(ObjectNode fields, List<String> groups)
      throws JsonException, ProtocolException {
    List<KeyShare> shares = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode share : Json.list(fields, SHARES, Limits.MAX_HELLO_LIST)) {
      String group = Json.text(share, "group", Limits.MAX_NAME_LENGTH);
      // PROTOCOL.md §3.2, RFC 8446 §4.2.8: one share a group, and only for groups that are offered.
      if (!seen.add(group) || !groups.contains(group)) {
        throw HelloFields.malformed("a share twice, or for a group that is not offered");
      }
      byte[] key = Json.base64UpTo(share, "key", HelloFields.MAX_SHARE_LENGTH);
      shares.add(new KeyShare(group, key));
    }
    return shares;
  }

  Frame frame() {
    ObjectNode fields = Json.object();
    fields.putArray("protocol").add(HelloFields.PROTOCOL);
    fields.put("random", Json.base64(random));
    HelloFields.putTexts(fields, "ciphers", ciphers);
    ArrayNode list = fields.putArray(SHARES);
    for (KeyShare share : shares) {
      list.addObject().put("group", share.group()).put("key", Json.base64(share.key()));
    }
    HelloFields.putTexts(fields, "groups", groups);
    HelloFields.putTexts(fields, "signatures", signatures);
    fields.put("server_name", serverName);
    cookie.ifPresent(bytes -> fields.put(COOKIE, Json.base64(bytes)));
    return Frame.of(FrameType.CLIENT_HELLO, Json.write(fields));
  }

  Optional<KeyShare> share(String group) {
    return shares.stream().filter(share -> share.group().equals(group)).findFirst();
  }
}
