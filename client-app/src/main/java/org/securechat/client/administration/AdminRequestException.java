package org.securechat.client.administration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.securechat.client.ClientException;

/** The server has refused a request, and says why (RFC 9457). */
public final class AdminRequestException extends ClientException {
  private static final long serialVersionUID = 1L;
  private static final int UNAUTHORIZED = 401;
  private static final String TYPE = "urn:securechat:problem:";

  /** What can be done about it, by code; where nothing stands, the server's words suffice. */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "unauthenticated",
          "Check --as NAME and the password, or log in by certificate with --by-certificate.",
          "forbidden",
          "Ask an administrator whose role permits it; 'securechat admin me' shows yours.",
          "stale",
          "It was changed meanwhile. Look at it again, and repeat the command if it still fits.",
          "rate_limited",
          "Wait a while, then try again.",
          "busy",
          "It is busy with the same for others. Try again in a minute.",
          "record_broken",
          "Trying again does not help. The server's log says under SC-L002 what was found, and the"
              + " operations guide what to do about it.",
          "unavailable",
          "Try again. If it fails again, ask the server's operator.",
          "internal",
          "The server's log has more under the event that is named.");

  private final String code;
  private final int status;

  private AdminRequestException(String what, String code, int status) {
    super(what, REMEDIES.getOrDefault(code, ""));
    this.code = code;
    this.status = status;
  }

  /**
   * What an answer says.
   *
   * @param status of the answer
   * @param body its content; anything that is not a problem counts as an empty one
   */
  static AdminRequestException of(int status, JsonNode body) {
    String type = body.path("type").asText("");
    String code = type.startsWith(TYPE) ? type.substring(TYPE.length()) : "http_" + status;
    return new AdminRequestException(sentence(status, body), code, status);
  }

  private static String sentence(int status, JsonNode body) {
    List<String> parts = new ArrayList<>();
    if (body.hasNonNull("errors")) {
      body.get("errors")
          .forEach(e -> parts.add(fault(e.path("field").asText(), e.path("message").asText())));
    } else if (body.hasNonNull("detail")) {
      parts.add(body.get("detail").asText());
    }
    if (body.hasNonNull("event")) {
      parts.add("event " + body.get("event").asText());
    }
    if (status == UNAUTHORIZED) {
      return "the server does not know this login: the name, the password, the certificate or the"
          + " token is wrong";
    }
    String title = body.path("title").asText("the server answered with status " + status);
    return parts.isEmpty() ? title : title + ": " + String.join("; ", parts);
  }

  /** Some messages begin with their field. */
  private static String fault(String field, String message) {
    return message.startsWith(field) ? message : field + " " + message;
  }

  @Override
  public String code() {
    return code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
