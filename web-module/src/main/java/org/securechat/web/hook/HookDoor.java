package org.securechat.web.hook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.WebhookPayload;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.server.DomainException;
import org.securechat.server.webhook.IncomingWebhooks;
import org.securechat.server.webhook.WebhookOutcome;
import org.securechat.server.webhook.WebhookToken;
import org.securechat.web.WebLog;
import org.securechat.web.problem.Outage;
import org.securechat.web.problem.ProblemKind;
import org.securechat.web.problem.Problems;
import org.securechat.web.security.Refusal;
import org.securechat.web.security.RefusalPace;

/**
 * {@code POST /hooks/TOKEN}: a text for a room, from a program without an account. Whoever has the
 * token may write, and nobody is asked for more. The token is in no answer and no log: where a path
 * is told, it is this one without it.
 */
@WebServlet(HookDoor.PATH + "*")
public class HookDoor extends HttpServlet {
  static final String PATH = "/hooks/";

  private static final long serialVersionUID = 1L;

  /** In UTF-8 and escaped as JSON, a text is longer than it is. */
  private static final int MAX_BYTES = 65_536;

  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";

  private final transient IncomingWebhooks webhooks;
  private final transient RefusalPace pace;

  @Inject
  public HookDoor(IncomingWebhooks webhooks, RefusalPace pace) {
    this.webhooks = webhooks;
    this.pace = pace;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    try {
      if (request.getMethod().equals("POST")) {
        take(request, response);
      } else {
        response.setHeader("Allow", "POST");
        refuse(response, ProblemKind.METHOD_NOT_ALLOWED, null);
      }
    } catch (IOException _) {
      // Whoever sent it has gone.
      return;
    } catch (DomainException e) {
      refuse(response, Problems.kind(e), null);
    } catch (RuntimeException e) {
      // Here and not in the container, which would log the address.
      WebLog.failed(UUID.randomUUID().toString(), PATH, e);
      refuse(response, Outage.causes(e) ? ProblemKind.UNAVAILABLE : ProblemKind.INTERNAL, null);
    }
  }

  private void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Optional<WebhookToken> token = token(request);
    Optional<String> type = type(request);
    if (token.isEmpty()) {
      unknown(response);
    } else if (type.isEmpty()) {
      refuse(response, ProblemKind.UNSUPPORTED_MEDIA_TYPE, "send application/json or text/plain");
    } else {
      byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
      if (body.length > MAX_BYTES) {
        refuse(response, ProblemKind.TOO_LARGE, "at most " + MAX_BYTES + " bytes");
      } else {
        take(token.get(), type.get(), body, response);
      }
    }
  }

  private static Optional<WebhookToken> token(HttpServletRequest request) {
    String rest = request.getPathInfo();
    return rest == null ? Optional.empty() : WebhookToken.of(rest.substring(1));
  }

  private static Optional<String> type(HttpServletRequest request) {
    String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
    String bare = type.split(";", 2)[0].strip();
    return Optional.of(bare).filter(one -> one.equals(JSON) || one.equals(TEXT));
  }

  private void take(WebhookToken token, String type, byte[] body, HttpServletResponse response)
      throws IOException {
    String text;
    try {
      text = type.equals(JSON) ? ofJson(body) : ofText(body);
    } catch (JsonException | CharacterCodingException e) {
      refuse(
          response,
          ProblemKind.BAD_REQUEST,
          "the body is no UTF-8 text, or no JSON object with a text");
      return;
    }
    switch (webhooks.take(token, text)) {
      case WebhookOutcome.Taken taken -> answer(taken, response);
      case WebhookOutcome.Refused(WebhookOutcome.Reason reason) -> refuse(reason, response);
    }
  }

  /** Senders put more into it; that is nothing here. */
  private static String ofJson(byte[] body) throws JsonException {
    return Json.text(Json.parse(body), "text", MAX_BYTES);
  }

  private static String ofText(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  private static void answer(WebhookOutcome.Taken taken, HttpServletResponse response)
      throws IOException {
    ObjectNode json =
        Json.object()
            .put("position", taken.position())
            .put("received_at", Timestamps.format(taken.receivedAt()));
    byte[] body = Json.write(json);
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType(JSON);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private void refuse(WebhookOutcome.Reason reason, HttpServletResponse response) {
    switch (reason) {
      case UNKNOWN -> unknown(response);
      case TOO_MANY -> refuse(response, ProblemKind.RATE_LIMITED, null);
      case NOT_A_TEXT ->
          refuse(
              response,
              ProblemKind.INVALID,
              "text must be 1 to " + WebhookPayload.MAX_TEXT + " UTF-16 code units");
      case ARCHIVED -> refuse(response, ProblemKind.CONFLICT, "the room is archived");
    }
  }

  /** One answer for what never was, has ended and was revoked. */
  private void unknown(HttpServletResponse response) {
    var _ = pace.await();
    refuse(response, ProblemKind.NOT_FOUND, null);
  }

  private static void refuse(HttpServletResponse response, ProblemKind kind, String detail) {
    Refusal.write(response, kind, detail, PATH);
  }
}
