package org.securechat.protocol.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/** Requests to and from the bytes of one application record. Thread-safe. */
public final class RequestCodec {
  private static final int MAX_TYPE_LENGTH = 32;

  private RequestCodec() {}

  /**
   * Reads what a client sent.
   *
   * @throws RequestException if it is no request; with the id, if at least that could be read
   */
  public static Request read(byte[] document) throws RequestException {
    long id = 0;
    try {
      ObjectNode json = Json.parse(document);
      id = Fields.counter(json, "id", 1);
      Kind<?> kind = RequestKinds.BY_TYPE.get(Json.text(json, "type", MAX_TYPE_LENGTH));
      if (kind == null) {
        throw new JsonException("type is unknown");
      }
      return (Request) kind.reader().read(id, json);
    } catch (JsonException e) {
      throw new RequestException(ErrorCode.BAD_REQUEST, id, e.getMessage());
    }
  }

  /** The name of a request's kind, as it is on the wire. */
  public static String type(Request request) {
    return RequestKinds.BY_SHAPE.get(request.getClass()).type();
  }

  /** Writes what a client sends. The result of a request with a key is itself a secret. */
  public static byte[] write(Request request) {
    Kind<?> kind = RequestKinds.BY_SHAPE.get(request.getClass());
    ObjectNode json = Json.object().put("id", request.id()).put("type", kind.type());
    kind.write(request, json);
    return Json.write(json);
  }
}
