package org.securechat.protocol.handshake;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.KeyExchange;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;

/** A client's hellos, and how it reads the server's (PROTOCOL.md §3.2 to §3.4). */
final class ClientHelloFlight {
  private final ClientHandshake.Settings settings;

  ClientHelloFlight(ClientHandshake.Settings settings) {
    this.settings = settings;
  }

  ClientStep start() {
    byte[] random = new byte[HelloFields.RANDOM_LENGTH];
    settings.random().nextBytes(random);
    KeyShareOffer offer = offer(random, fresh(settings.shares()), Optional.empty());
    return new ClientStep(new AwaitingServerHello(offer, Optional.empty()), List.of(offer.frame()));
  }

  /**
   * Answers a HelloRetry. PROTOCOL.md §3.3, RFC 8446 §4.1.2: the second hello equals the first in
   * every field but share and cookie.
   */
  ClientStep retry(AwaitingServerHello state, Frame frame) throws ProtocolException {
    // PROTOCOL.md §3.3: a client MUST refuse a second HelloRetry.
    if (state.retry().isPresent()) {
      throw new ProtocolException(AlertCode.UNEXPECTED_MESSAGE, "a second HelloRetry");
    }
    HelloRetry retry = HelloRetry.parse(frame);
    KeyShareOffer first = state.offer();
    byte[] random = first.hello().random();
    Optional<byte[]> cookie = Optional.of(retry.cookie());
    KeyShareOffer second;
    if (retry.group().isPresent()) {
      NamedGroup asked = askedGroup(first, retry.group().get());
      second = offer(random, fresh(List.of(asked)), cookie);
      first.close();
    } else {
      second = offer(random, first.exchanges(), cookie);
    }
    return new ClientStep(
        new AwaitingServerHello(
            second, Optional.of(new AwaitingServerHello.Retried(first.frame(), frame))),
        List.of(second.frame()));
  }

  private NamedGroup askedGroup(KeyShareOffer first, String name) throws ProtocolException {
    NamedGroup group = offered(NamedGroup.of(name), settings.policy().groups(), name);
    // PROTOCOL.md §3.3: and a group for which it had sent a share already.
    if (first.exchange(group).isPresent()) {
      throw HelloFields.malformed("asked again for a share that was sent");
    }
    return group;
  }

  /** Accepts a ServerHello: keys exist from here on. */
  ClientStep agree(AwaitingServerHello state, Frame frame) throws ProtocolException {
    ServerHello hello = ServerHello.parse(frame);
    CipherSuite suite =
        offered(CipherSuite.of(hello.cipher()), settings.policy().ciphers(), hello.cipher());
    NamedGroup group = chosenGroup(state, hello.share().group());
    KeyExchange exchange = state.offer().exchange(group).orElseThrow();
    Transcript transcript = transcript(state, suite).add(state.offer().frame()).add(frame);
    try (SecretBytes shared = exchange.agree(hello.share().key())) {
      KeyedHandshake handshake =
          new KeyedHandshake(
              suite, group, shared, transcript, state.offer().hello().random(), settings.keyLog());
      state.destroy();
      return ClientStep.to(new AwaitingServerCertificate(new ClientHandshakeKeys(handshake)));
    }
  }

  private static NamedGroup chosenGroup(AwaitingServerHello state, String name)
      throws ProtocolException {
    // PROTOCOL.md §3.4: a client MUST refuse a group for which it has sent no share.
    Optional<NamedGroup> group = NamedGroup.of(name);
    if (group.flatMap(known -> state.offer().exchange(known)).isEmpty()) {
      throw new ProtocolException(
          AlertCode.UNSUPPORTED, "the server chose " + name + ", for which it has no share");
    }
    return group.get();
  }

  private static Transcript transcript(AwaitingServerHello state, CipherSuite suite) {
    return state
        .retry()
        .map(retried ->
            Transcript.afterRetry(
                suite, Transcript.hashOf(suite, retried.first()), retried.retry()))
        .orElseGet(() -> new Transcript(suite));
  }

  // PROTOCOL.md §3.4: a client MUST refuse a choice that it did not offer.
  private static <T> T offered(Optional<T> choice, List<T> offers, String name)
      throws ProtocolException {
    return choice
        .filter(offers::contains)
        .orElseThrow(() ->
            new ProtocolException(
                AlertCode.UNSUPPORTED, "the server chose " + name + ", which was not offered"));
  }

  private Map<NamedGroup, KeyExchange> fresh(List<NamedGroup> groups) {
    Map<NamedGroup, KeyExchange> exchanges = new EnumMap<>(NamedGroup.class);
    for (NamedGroup group : groups) {
      exchanges.put(group, group.offer(settings.random()));
    }
    return exchanges;
  }

  private KeyShareOffer offer(
      byte[] random, Map<NamedGroup, KeyExchange> exchanges, Optional<byte[]> cookie) {
    NegotiationPolicy offered = settings.policy();
    ClientHello hello =
        new ClientHello(
            random,
            offered.ciphers().stream().map(CipherSuite::wireName).toList(),
            exchanges.entrySet().stream()
                .map(entry -> new KeyShare(entry.getKey().wireName(), entry.getValue().share()))
                .toList(),
            offered.groups().stream().map(NamedGroup::wireName).toList(),
            offered.signatures().stream().map(SignatureScheme::wireName).toList(),
            settings.serverName(),
            cookie);
    return new KeyShareOffer(hello, exchanges);
  }
}
