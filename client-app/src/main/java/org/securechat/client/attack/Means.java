package org.securechat.client.attack;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.securechat.client.problem.Problem;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.wire.ProtocolException;

/** What all scenarios of a run share, so that it is made once. Confined to one thread. */
final class Means implements AutoCloseable {
  private final Target target;
  private final Set<String> rooms = new HashSet<>();
  private Forger forger;
  private Answer.KdfAnswer derivedFor;
  private SecretBytes key;

  Means(Target target) {
    this.target = target;
  }

  Target target() {
    return target;
  }

  Forger forger() throws Problem {
    if (forger == null) {
      forger = Forger.of(target);
    }
    return forger;
  }

  /** The login key; empty if the server wants the certificate alone. */
  Optional<SecretBytes> key(Answer.KdfAnswer asked) throws Problem {
    if (target.password().isEmpty()) {
      return Optional.empty();
    }
    if (key == null || !Arrays.equals(derivedFor.salt(), asked.salt())) {
      char[] password = target.password().get().get();
      try {
        key = PasswordKey.derive(password, asked.salt(), asked.kdf());
        derivedFor = asked;
      } finally {
        Arrays.fill(password, '\0');
      }
    }
    return Optional.of(key);
  }

  String room(HonestSession session, String name) throws Problem, IOException, ProtocolException {
    if (rooms.add(name)) {
      try {
        session.ask(
            id -> new Request.Create(id, name, Visibility.PRIVATE), Answer.RoomAnswer.class);
      } catch (Refused refused) {
        if (refused.error() != ErrorCode.NAME_TAKEN) {
          throw refused;
        }
        session.ask(id -> new Request.Join(id, name), Answer.RoomAnswer.class);
      }
    }
    return name;
  }

  @Override
  public void close() {
    if (key != null) {
      key.close();
    }
    if (forger != null) {
      forger.close();
    }
  }
}
