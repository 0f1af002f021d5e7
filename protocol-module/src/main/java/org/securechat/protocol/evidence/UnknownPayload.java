package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * Reads of a payload what can be read whatever its kind (PROTOCOL.md §8.2): the envelope, and that
 * all of it has one text.
 */
public final class UnknownPayload {
  private static final List<String> AFTER = List.of("position", "chain");

  /** Kinds that users sign; in a line of the server's they are none. */
  private static final Set<String> OF_USERS =
      MessageContent.KINDS.stream()
          .flatMap(kind -> Stream.of(kind, kind.ofPrograms()))
          .map(Kind::name)
          .collect(Collectors.toUnmodifiableSet());

  /** Kinds that servers sign; in a line of a user's they are none. */
  private static final Set<String> OF_SERVERS =
      Set.of(
          Kind.EVENT.name(),
          Kind.AUDIT.name(),
          Kind.WEBHOOK.name(),
          ClassicPayload.OPENING.name(),
          ClassicPayload.MESSAGE.name(),
          ClassicPayload.RECEIPT.name());

  private UnknownPayload() {}

  /**
   * The envelope of what a user has signed.
   *
   * @throws EvidenceException if it is no payload of a user's of any kind
   */
  public static UserEnvelope byUser(byte[] payload) throws EvidenceException {
    try {
      ObjectNode json = parse(payload, UserEnvelope.FIELDS);
      UserEnvelope envelope = UserEnvelope.read(json);
      insist(!OF_SERVERS.contains(envelope.kind().name()), "a kind that no user signs");
      // PROTOCOL.md §8.1: these two, in this order.
      insist(names(json.get("after")).equals(AFTER), "after has other fields, or another order");
      return envelope;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  /**
   * The envelope of what a server has signed.
   *
   * @throws EvidenceException if it is no payload of a server's of any kind
   */
  public static ServerEnvelope byServer(byte[] payload) throws EvidenceException {
    try {
      ServerEnvelope envelope = ServerEnvelope.read(parse(payload, ServerEnvelope.FIELDS));
      insist(!OF_USERS.contains(envelope.kind().name()), "a kind that no server signs");
      return envelope;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  private static ObjectNode parse(byte[] payload, List<String> envelope)
      throws JsonException, EvidenceException {
    insist(payload.length <= SignedMessage.MAX_PAYLOAD, "payload is too long");
    ObjectNode json = Json.parse(payload);
    List<String> fields = names(json);
    // PROTOCOL.md §8.1: the envelope comes first, in its order.
    insist(
        fields.size() >= envelope.size() && fields.subList(0, envelope.size()).equals(envelope),
        "its first fields are not the envelope");
    CanonicalJson.insist(payload, CanonicalTree.bytes(json));
    return json;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void insist(boolean holds, String fault) throws EvidenceException {
    if (!holds) {
      throw new EvidenceException(fault);
    }
  }
}
