package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.securechat.client.ClientException;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.ClassicEndpoints;
import org.securechat.client.attack.target.Target;
import org.securechat.client.connection.ServerAddress;
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.json.Json;

/** One of the two classic endpoints, and the names of the same step at it. */
enum ClassicEndpointKind {
  LOGIN("login", "hello", "hello_ack", "server_pub", "dh_client_pub", "client_pub", "enc"),
  CHAT("chat", "cert", "cert", "y", "dh_pub", "y", "msg");

  private static final int NONCE = 16;

  private final String id;
  private final String greeting;
  private final String answer;
  private final String serverShare;
  private final String share;
  private final String shareField;
  private final String talk;

  ClassicEndpointKind(
      String id,
      String greeting,
      String answer,
      String serverShare,
      String share,
      String shareField,
      String talk) {
    this.id = id;
    this.greeting = greeting;
    this.answer = answer;
    this.serverShare = serverShare;
    this.share = share;
    this.shareField = shareField;
    this.talk = talk;
  }

  /** A scenario's name: {@code login-…} or {@code chat-…}. */
  String id(String attack) {
    return id + "-" + attack;
  }

  /** A scenario's description, which says at which endpoint it is. */
  String does(String what) {
    return id + " endpoint: " + what;
  }

  ServerAddress of(Target target) throws AttackNotPossibleException {
    ClassicEndpoints endpoints =
        target
            .classic()
            .orElseThrow(() -> new AttackNotPossibleException("needs the classic endpoint"));
    return this == LOGIN ? endpoints.login() : endpoints.chat();
  }

  /** The first line, with that text as the certificate. */
  ObjectNode greeting(String certificate) {
    ObjectNode line = Json.object().put("type", greeting).put("cert", certificate);
    return this == LOGIN ? line.put("nonce", Json.base64(new byte[NONCE])) : line;
  }

  /** A good first line of the attacker's. */
  ObjectNode greeting(Attacker attacker) throws ClientException {
    return greeting(ClassicCertificate.encode(attacker.rsa().leaf()));
  }

  /** The type of what answers a good greeting. */
  String answer() {
    return answer;
  }

  /** The field with the server's public value. */
  String serverShare() {
    return serverShare;
  }

  /** The line with the client's public value. */
  ObjectNode share(String text) {
    return Json.object().put("type", share).put(shareField, text);
  }

  /** The name of the field with the client's public value. */
  String shareField() {
    return shareField;
  }

  /** A line that may come only when there is a key. */
  ObjectNode talk() {
    ObjectNode line =
        Json.object()
            .put("type", talk)
            .put("iv", Json.base64(new byte[16]))
            .put("ct", Json.base64(new byte[32]));
    return this == LOGIN
        ? line
        : line.put("seqno", 1).put("ts", 1).put("sig", Json.base64(new byte[256]));
  }
}
