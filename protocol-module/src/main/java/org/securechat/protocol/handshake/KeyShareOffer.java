package org.securechat.protocol.handshake;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.securechat.protocol.crypto.KeyExchange;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.wire.Frame;

/** A ClientHello as it was sent, and the private keys that go with its shares. */
final class KeyShareOffer implements AutoCloseable {
  private final ClientHello hello;
  private final Frame frame;
  private final Map<NamedGroup, KeyExchange> exchanges;

  KeyShareOffer(ClientHello hello, Map<NamedGroup, KeyExchange> exchanges) {
    this.hello = hello;
    this.frame = hello.frame();
    this.exchanges = new EnumMap<>(NamedGroup.class);
    this.exchanges.putAll(exchanges);
  }

  ClientHello hello() {
    return hello;
  }

  Frame frame() {
    return frame;
  }

  /** By group, always in the order of the hello's shares: a second hello repeats them. */
  Map<NamedGroup, KeyExchange> exchanges() {
    return new EnumMap<>(exchanges);
  }

  Optional<KeyExchange> exchange(NamedGroup group) {
    return Optional.ofNullable(exchanges.get(group));
  }

  /** Gives the private keys up. */
  @Override
  public void close() {
    close(exchanges.values());
    exchanges.clear();
  }

  private static void close(Collection<KeyExchange> exchanges) {
    exchanges.forEach(KeyExchange::close);
  }
}
