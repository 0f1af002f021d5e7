package org.securechat.client.attack.scenario;

import java.io.IOException;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.client.attack.certificate.MaliciousCertificateFactory;
import org.securechat.client.attack.client.WellBehavedClient;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.AttackSocket;
import org.securechat.client.attack.target.Target;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.ProtocolException;

/** What a scenario works with, and its record of what was sent. Confined to one thread. */
public final class Attacker {
  private final AttackResources resources;
  private final List<String> sent = new ArrayList<>();

  public Attacker(AttackResources resources) {
    this.resources = resources;
  }

  /** What is attacked. */
  public Target target() {
    return resources.target();
  }

  /** Puts down, for the report, what is sent next. */
  public void sends(String what) {
    sent.add(what);
  }

  public List<String> sent() {
    return List.copyOf(sent);
  }

  /** Makes certificates that the target's authority signed. */
  public MaliciousCertificateFactory certificateFactory() throws ClientException {
    return resources.certificateFactory();
  }

  /** A connection on which nothing has been said. */
  public AttackSocket connect() throws IOException {
    return AttackSocket.connect(target().server(), target().patience());
  }

  /** A connection after a correct handshake. */
  public WellBehavedClient shakeHands() throws ClientException, IOException, ProtocolException {
    return shakeHands(target().credentials());
  }

  public WellBehavedClient shakeHands(Credentials credentials)
      throws ClientException, IOException, ProtocolException {
    return WellBehavedClient.shakeHands(target(), credentials);
  }

  /** A connection after a correct handshake and login. */
  public WellBehavedClient logIn() throws ClientException, IOException, ProtocolException {
    WellBehavedClient session = shakeHands();
    try {
      Optional<SecretBytes> key = key(session);
      Answer.LoginAnswer answer =
          session.ask(id -> new Request.Login(id, target().user(), key), Answer.LoginAnswer.class);
      session.knowsAll(answer.rooms(), answer.more());
      return session;
    } catch (ClientException | IOException | ProtocolException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** The key of the account from which the attacks start. */
  public Optional<SecretBytes> key(WellBehavedClient session)
      throws ClientException, IOException, ProtocolException {
    return resources.key(
        session.ask(id -> new Request.Kdf(id, target().user()), Answer.KdfAnswer.class));
  }

  /**
   * An RSA certificate and its key, for classic clients know no others: one that is made for the
   * occasion and names no account, if the authority is at hand, and else the account's own.
   *
   * @throws ClientException if there is neither
   */
  public Credentials rsa() throws ClientException {
    return resources.rsa();
  }

  /**
   * An RSA certificate that names the account, and its key; without it there is no login.
   *
   * @throws ClientException if the account's own is not RSA and the authority not at hand
   */
  public Credentials rsaOfAccount() throws ClientException {
    return resources.rsaOfAccount();
  }

  /** An RSA certificate for the account signed only by its own key. */
  public Credentials selfSignedRsa() {
    return MaliciousCertificateFactory.selfSigned(target(), resources.keys().get());
  }

  /** An RSA certificate from an authority that has the right name and a wrong key. */
  public Credentials rsaFromImpostorCa() throws ClientException, IOException {
    return MaliciousCertificateFactory.fromImpostorCa(target(), resources.keys().get());
  }

  /** An RSA key that no certificate is for. */
  public PrivateKey strangersKey() {
    return resources.unrelatedKeys().get().getPrivate();
  }

  /**
   * The account's password, asked for once.
   *
   * @return to be wiped by the caller
   * @throws AttackNotPossibleException if there is none
   */
  public char[] password() throws ClientException {
    return resources.password();
  }

  /** A name that only the attacks of this account use: {@code attack-…}. */
  public String alias() {
    return "attack-" + name();
  }

  /** A private room of the account's own, made at the first use in this run. */
  public String room(WellBehavedClient session)
      throws ClientException, IOException, ProtocolException {
    return resources.room(session, roomName());
  }

  /** Another such room. */
  public String otherRoom(WellBehavedClient session)
      throws ClientException, IOException, ProtocolException {
    return resources.room(session, roomName() + ".other");
  }

  private String roomName() {
    return alias() + "." + resources.run();
  }

  /** Leaves the rooms that were made, so that the account's owner does not see them. */
  public void leaveRooms() throws ClientException, IOException, ProtocolException {
    Set<String> rooms = resources.rooms();
    if (!rooms.isEmpty()) {
      try (WellBehavedClient session = logIn()) {
        for (String room : rooms) {
          session.ask(id -> new Request.Leave(id, room), Answer.RoomAnswer.class);
        }
      }
    }
  }

  // A name of the full length still leaves room for what is put around it.
  private String name() {
    String user = target().user();
    return user.substring(0, Math.min(45, user.length()));
  }
}
