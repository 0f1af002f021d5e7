package org.securechat.client.attack.modern;

import static org.securechat.protocol.application.ErrorCode.BAD_REQUEST;
import static org.securechat.protocol.application.ErrorCode.NOT_LOGGED_IN;
import static org.securechat.protocol.wire.AlertCode.BAD_FRAME;
import static org.securechat.protocol.wire.AlertCode.BAD_SIGNATURE;
import static org.securechat.protocol.wire.AlertCode.UNEXPECTED_MESSAGE;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.securechat.client.attack.client.WellBehavedClient;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;

/** Messages that are well-formed in themselves, but out of place where they come. */
final class StateAttacks {
  private static final byte[] PING = RequestCodec.write(new Request.Ping(1));

  private StateAttacks() {}

  static List<Scenario> all() {
    Expected misplaced = Expected.alert(UNEXPECTED_MESSAGE);
    return List.of(
        handshake(
            "state-hello-twice",
            "a second ClientHello after the server's flight",
            misplaced,
            (handshake, own) ->
                handshake.write(Frame.of(FrameType.CLIENT_HELLO, new byte[] {'{', '}'}).encoded())),
        handshake(
            "state-data-before-certificate",
            "an application message in place of the client's Certificate",
            misplaced,
            (handshake, own) -> handshake.send(Content.APPLICATION, PING)),
        handshake(
            "state-verify-before-certificate",
            "CertificateVerify without a Certificate",
            misplaced,
            ScriptedHandshake::verify),
        handshake(
            "state-finished-before-certificate",
            "Finished without a Certificate",
            misplaced,
            (handshake, own) -> handshake.finished(handshake.mac())),
        handshake(
            "state-finished-before-verify",
            "Finished without CertificateVerify",
            misplaced,
            (handshake, own) -> {
              handshake.certificate(own.encodedChain());
              handshake.finished(handshake.mac());
            }),
        handshake(
            "state-data-before-finished",
            "an application message in place of Finished",
            misplaced,
            (handshake, own) ->
                handshake
                    .certificate(own.encodedChain())
                    .verify(own)
                    .send(Content.APPLICATION, PING)),
        handshake(
            "state-finished-forged",
            "a Finished with a wrong MAC",
            Expected.alert(BAD_SIGNATURE),
            (handshake, own) -> {
              handshake.certificate(own.encodedChain()).verify(own);
              handshake.finished(new byte[handshake.mac().length]);
            }),
        handshake(
            "state-finished-garbage",
            "a Finished that is no JSON",
            Expected.alert(BAD_FRAME),
            (handshake, own) ->
                handshake
                    .certificate(own.encodedChain())
                    .verify(own)
                    .send(Content.FINISHED, new byte[] {'x'})),
        handshake(
            "state-certificate-again",
            "a Certificate after the handshake",
            misplaced,
            (handshake, own) ->
                handshake.complete(own).send(Content.CERTIFICATE, new byte[] {'{', '}'})),
        handshake(
            "state-finished-again",
            "a Finished after the handshake",
            misplaced,
            (handshake, own) ->
                handshake.complete(own).send(Content.FINISHED, new byte[] {'{', '}'})),
        handshake(
            "state-hello-again",
            "a ClientHello after the handshake",
            misplaced,
            (handshake, own) ->
                handshake
                    .complete(own)
                    .write(Frame.of(FrameType.CLIENT_HELLO, new byte[] {'{', '}'}).encoded())),
        handshake(
            "state-alert-in-the-clear",
            "an alert that any party on the way could have injected, after the handshake",
            misplaced,
            (handshake, own) ->
                handshake
                    .complete(own)
                    .write(
                        Frame.of(
                                FrameType.ALERT,
                                "{\"code\":\"internal_error\"}".getBytes(StandardCharsets.UTF_8))
                            .encoded())),
        stranger("rooms", Request.Rooms::new),
        stranger("history", id -> new Request.History(id, "lobby", 0, 10)),
        stranger(
            "search",
            id ->
                new Request.Search(
                    id, "lobby", Optional.of("words"), Optional.empty(), OptionalLong.empty(), 10)),
        stranger("join", id -> new Request.Join(id, "lobby")),
        stranger("receipt", id -> new Request.ReceiptRequest(id, "lobby")),
        stranger("certificate", id -> new Request.CertificateRequest(id, "0".repeat(64))),
        Scenario.of(
            "state-login-twice",
            "a second login in a session",
            Expected.error(BAD_REQUEST),
            attacker -> {
              try (WellBehavedClient other = attacker.shakeHands();
                  WellBehavedClient session = attacker.logIn()) {
                Optional<SecretBytes> key = attacker.key(other);
                attacker.sends("login, again");
                return session.attempt(id -> new Request.Login(id, attacker.target().user(), key));
              }
            }),
        document("request-garbage", "a request that is no JSON", "not JSON at all"),
        document("request-empty", "a request of no bytes", ""),
        document(
            "request-unknown", "a request of an unknown type", "{\"id\":99,\"type\":\"sudo\"}"),
        document(
            "request-duplicate-key",
            "a request with its type twice",
            "{\"id\":99,\"type\":\"ping\",\"type\":\"rooms\"}"),
        document(
            "request-trailing-bytes",
            "a request with another behind it",
            "{\"id\":99,\"type\":\"ping\"}{\"id\":100,\"type\":\"ping\"}"),
        document("request-no-id", "a request without a number", "{\"type\":\"ping\"}"),
        document("request-bad-id", "a request with the number -1", "{\"id\":-1,\"type\":\"ping\"}"),
        document("request-deep", "a request nested 5000 deep", "{\"id\":" + "[".repeat(5_000)),
        document(
            "request-bad-room",
            "a request for a room with a path as its name",
            "{\"id\":99,\"type\":\"join\",\"room\":\"../../etc/passwd\"}"),
        document(
            "request-huge-limit",
            "a request for a billion lines",
            "{\"id\":99,\"type\":\"history\",\"room\":\"lobby\",\"after\":0,\"limit\":1000000000}"));
  }

  private interface Misstep {
    void take(ScriptedHandshake handshake, Credentials own);
  }

  private static Scenario handshake(String id, String does, Expected expected, Misstep misstep) {
    return Scenario.of(
        id,
        does,
        expected,
        attacker -> {
          try (ScriptedHandshake handshake = ScriptedHandshake.greet(attacker)) {
            attacker.sends(does);
            misstep.take(handshake, attacker.target().credentials());
            return handshake.reaction();
          }
        });
  }

  private static Scenario stranger(String type, LongFunction<Request> request) {
    return Scenario.of(
        "state-" + type + "-before-login",
        type + " before a login",
        Expected.error(NOT_LOGGED_IN),
        attacker -> {
          try (WellBehavedClient session = attacker.shakeHands()) {
            attacker.sends(type + ", after the handshake but before a login");
            return session.attempt(request);
          }
        });
  }

  /** Something else than a request, in a session that has to survive it. */
  private static Scenario document(String id, String does, String document) {
    return Scenario.of(
        id,
        does,
        Expected.error(BAD_REQUEST),
        attacker -> {
          try (WellBehavedClient session = attacker.logIn()) {
            attacker.sends(does);
            Reaction reaction = session.attempt(document.getBytes(StandardCharsets.UTF_8));
            if (reaction.kind() == Reaction.Kind.ERROR) {
              // A session that a mistake ends would be a way to end it.
              session.ask(Request.Ping::new, Answer.Empty.class);
            }
            return reaction;
          }
        });
  }
}
