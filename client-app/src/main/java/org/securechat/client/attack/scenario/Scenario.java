package org.securechat.client.attack.scenario;

import java.io.IOException;
import org.securechat.client.ClientException;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.wire.ProtocolException;

/**
 * One attack.
 *
 * @param id as it is named on the command line
 * @param does what it does, in one line
 * @param expected how a sound server reacts
 * @param slow whether it waits for a deadline of the server, and so takes more than ten seconds
 * @param attempt the attack itself
 */
public record Scenario(String id, String does, Expected expected, boolean slow, Attempt attempt) {

  /** An attack on a server. */
  @FunctionalInterface
  public interface Attempt {
    /**
     * Attacks.
     *
     * @return what the server did about it
     * @throws AttackNotPossibleException if the means for it are missing
     * @throws ClientException if it did not come to the attack, because something honest failed
     */
    Reaction run(Attacker attacker) throws ClientException, IOException, ProtocolException;
  }

  /** A scenario that takes as long as its answers. */
  public static Scenario of(String id, String does, Expected expected, Attempt attempt) {
    return new Scenario(id, does, expected, false, attempt);
  }

  /** A scenario that waits for a deadline of the server; several may run at once. */
  public static Scenario slow(String id, String does, Expected expected, Attempt attempt) {
    return new Scenario(id, does, expected, true, attempt);
  }
}
