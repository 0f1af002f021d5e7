package org.securechat.client.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.client.problem.Problem;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.ProtocolException;

/** What a scenario works with, and its record of what was sent. Confined to one thread. */
final class Attacker {
  private final Means means;
  private final List<String> sent = new ArrayList<>();

  Attacker(Means means) {
    this.means = means;
  }

  Target target() {
    return means.target();
  }

  /** Puts down, for the report, what is sent next. */
  void sends(String what) {
    sent.add(what);
  }

  List<String> sent() {
    return List.copyOf(sent);
  }

  /** Makes certificates that the target's authority signed. */
  Forger forger() throws Problem {
    return means.forger();
  }

  /** A connection on which nothing has been said. */
  Wire connect() throws IOException {
    return Wire.connect(target().server(), target().patience());
  }

  /** A connection after a correct handshake. */
  HonestSession shakeHands() throws Problem, IOException, ProtocolException {
    return shakeHands(target().credentials());
  }

  HonestSession shakeHands(Credentials credentials) throws Problem, IOException, ProtocolException {
    return HonestSession.shakeHands(target(), credentials);
  }

  /** A connection after a correct handshake and login. */
  HonestSession logIn() throws Problem, IOException, ProtocolException {
    HonestSession session = shakeHands();
    try {
      Optional<SecretBytes> key = key(session);
      session.ask(id -> new Request.Login(id, target().user(), key), Answer.LoginAnswer.class);
      return session;
    } catch (Problem | IOException | ProtocolException | RuntimeException failed) {
      session.close();
      throw failed;
    }
  }

  /** The key of the account from which the attacks start. */
  Optional<SecretBytes> key(HonestSession session) throws Problem, IOException, ProtocolException {
    return means.key(
        session.ask(id -> new Request.Kdf(id, target().user()), Answer.KdfAnswer.class));
  }

  /** A private room of the account's own, made at the first use. */
  String room(HonestSession session) throws Problem, IOException, ProtocolException {
    return means.room(session, "attack-" + name());
  }

  /** Another such room. */
  String otherRoom(HonestSession session) throws Problem, IOException, ProtocolException {
    return means.room(session, "attack-" + name() + ".other");
  }

  // A name of the full length still leaves room for what is put around it.
  private String name() {
    String user = target().user();
    return user.substring(0, Math.min(50, user.length()));
  }
}
