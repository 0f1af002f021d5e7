package org.securechat.protocol.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * A granted request. What is in it depends on the request, which only the client that made it
 * knows; so it is read in two steps: this, then {@link #as}.
 */
public final class Ok implements ServerMessage {
  private final long re;
  private final ObjectNode fields;

  Ok(long re, ObjectNode fields) {
    this.re = re;
    this.fields = fields;
  }

  /** What a server grants. */
  public static Ok of(long re, Answer answer) {
    ObjectNode fields = Json.object().put("type", "ok").put("re", re);
    Answer.Shape.write(answer, fields);
    return new Ok(re, fields);
  }

  /** The request's id. */
  public long re() {
    return re;
  }

  /**
   * The fields as the kind of answer that belongs to the request.
   *
   * @throws JsonException if they are not of that kind
   */
  public <A extends Answer> A as(Class<A> shape) throws JsonException {
    return Answer.Shape.read(shape, fields);
  }

  ObjectNode fields() {
    return fields;
  }

  @Override
  public String toString() {
    return "Ok[re=" + re + "]";
  }
}
