package org.securechat.protocol.handshake;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.channel.RecordSealer;
import org.securechat.protocol.crypto.KeyAnswer;
import org.securechat.protocol.crypto.KeySchedule.MasterSecrets;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;

/** What a server answers to a ClientHello: HelloRetry, or its whole flight. */
final class ServerHelloFlight {
  private final ServerHandshake.Settings settings;
  private final Cookies cookies;

  ServerHelloFlight(ServerHandshake.Settings settings) {
    this.settings = settings;
    this.cookies = new Cookies(settings.cookieKey(), settings.clock());
  }

  ServerStep answer(AwaitingClientHello state, Frame frame) throws ProtocolException {
    ClientHello hello = ClientHello.parse(frame);
    Negotiation choice = Negotiation.of(hello, settings.policy(), settings.credentials().scheme());
    if (hello.cookie().isPresent()) {
      Transcript transcript = resume(hello, choice, state);
      return flight(hello, choice, transcript.add(frame));
    }
    // PROTOCOL.md §3.3: after a HelloRetry the cookie must come back.
    if (state.retried()) {
      throw new ProtocolException(AlertCode.UNEXPECTED_MESSAGE, "a hello without its cookie");
    }
    boolean shareMissing = hello.share(choice.group().wireName()).isEmpty();
    if (shareMissing || settings.demandCookie().getAsBoolean()) {
      return retry(state, hello, frame, choice, shareMissing);
    }
    return flight(hello, choice, new Transcript(choice.suite()).add(frame));
  }

  private ServerStep retry(
      AwaitingClientHello state,
      ClientHello first,
      Frame hello,
      Negotiation choice,
      boolean shareMissing) {
    Optional<NamedGroup> asked = shareMissing ? Optional.of(choice.group()) : Optional.empty();
    byte[] hash = Transcript.hashOf(choice.suite(), hello);
    byte[] cookie =
        cookies.create(
            new Cookies.Remembered(choice.suite(), asked, offer(first, asked), hash), state.peer());
    HelloRetry retry = new HelloRetry(asked.map(NamedGroup::wireName), cookie);
    return new ServerStep(new AwaitingClientHello(state.peer(), true), List.of(retry.frame()));
  }

  /**
   * The transcript of a handshake that this server, or another with its key, began: PROTOCOL.md
   * §3.7.1.
   */
  private Transcript resume(ClientHello hello, Negotiation choice, AwaitingClientHello state)
      throws ProtocolException {
    byte[] cookie = hello.cookie().orElseThrow();
    Cookies.Remembered remembered = cookies.open(cookie, state.peer());
    // PROTOCOL.md §3.3, RFC 8446 §4.1.2: the second hello differs in share and cookie alone.
    if (!MessageDigest.isEqual(remembered.offer(), offer(hello, remembered.group()))
        || remembered.suite() != choice.suite()
        || remembered.group().filter(group -> !isOnlyShare(hello, group)).isPresent()) {
      throw HelloFields.malformed("the second hello offers something else");
    }
    HelloRetry retry = new HelloRetry(remembered.group().map(NamedGroup::wireName), cookie);
    return Transcript.afterRetry(choice.suite(), remembered.helloHash(), retry.frame());
  }

  /** What the second hello must repeat: the shares too, unless a group was asked for. */
  private static byte[] offer(ClientHello hello, Optional<NamedGroup> asked) {
    return asked.isPresent() ? hello.offer().withoutShares() : hello.offer().whole();
  }

  private static boolean isOnlyShare(ClientHello hello, NamedGroup group) {
    return hello.shares().size() == 1 && hello.share(group.wireName()).isPresent();
  }

  /** ServerHello, and the three sealed messages of PROTOCOL.md §3.8. */
  private ServerStep flight(ClientHello hello, Negotiation choice, Transcript transcript)
      throws ProtocolException {
    NamedGroup group = choice.group();
    KeyShare share =
        hello
            .share(group.wireName())
            .orElseThrow(() -> HelloFields.malformed("no share for the group asked for"));
    byte[] random = new byte[HelloFields.RANDOM_LENGTH];
    settings.random().nextBytes(random);
    try (KeyAnswer answer = group.answer(share.key(), settings.random())) {
      Frame serverHello =
          new ServerHello(
                  random, choice.suite().wireName(), new KeyShare(group.wireName(), answer.share()))
              .frame();
      transcript.add(serverHello);
      KeyedHandshake handshake =
          new KeyedHandshake(
              choice.suite(),
              group,
              answer.secret(),
              transcript,
              hello.random(),
              settings.keyLog());
      List<Frame> outgoing = new ArrayList<>(List.of(serverHello));
      outgoing.addAll(prove(handshake));
      MasterSecrets master = handshake.master();
      ServerHandshakeKeys keys = new ServerHandshakeKeys(handshake, master);
      return new ServerStep(new AwaitingClientCertificate(keys), outgoing);
    }
  }

  private List<Frame> prove(KeyedHandshake handshake) {
    TrafficSecret secret = handshake.traffic().server();
    RecordSealer sealer = new RecordSealer(secret);
    try {
      return Authentication.prove(
          Side.SERVER, settings.credentials(), handshake.transcript(), secret, sealer);
    } finally {
      sealer.destroy();
    }
  }
}
