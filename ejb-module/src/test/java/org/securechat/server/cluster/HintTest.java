package org.securechat.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.server.cluster.Hint.Entry;

/** What servers of a cluster tell each other, and what others may send there. */
class HintTest {
  private static final byte[] SECRET = new byte[32];

  private final UUID sender = UUID.randomUUID();
  private final HintCipher sealing = new HintCipher(SecretBytes.copyOf(SECRET), sender);
  private final HintCipher opening = new HintCipher(SecretBytes.copyOf(SECRET), UUID.randomUUID());
  private final Hint hint =
      new Hint(
          Set.of(UUID.randomUUID(), new UUID(1, 2)),
          List.of(new Entry(UUID.randomUUID(), 41, "zoë")),
          Set.of("alice", "bob@example.com"));

  @Test
  void isReadAsItWasWritten() {
    assertThat(Hint.decode(hint.encode())).isEqualTo(hint);
    assertThat(opening.open(sealing.seal(hint), sender::equals)).contains(hint);
  }

  @Test
  void muchIsCutIntoDatagramsThatNoNetworkHasToCut() {
    Set<UUID> rooms =
        IntStream.range(0, 500).mapToObj(i -> UUID.randomUUID()).collect(Collectors.toSet());

    List<Hint> hints = Hint.of(rooms, List.of(), Set.of("alice"));

    assertThat(hints).allMatch(each -> sealing.seal(each).length <= 1200);
    Set<UUID> told = new HashSet<>();
    hints.forEach(each -> told.addAll(each.moved()));
    assertThat(told).isEqualTo(rooms);
    assertThat(hints.getLast().users()).containsExactly("alice");
  }

  @Test
  void nothingToTellIsNoDatagram() {
    assertThat(Hint.of(Set.of(), List.of(), Set.of())).isEmpty();
  }

  @Test
  void whatIsNoHintIsRefused() {
    byte[] encoded = hint.encode();

    assertThat(
            Stream.concat(
                IntStream.range(0, encoded.length).mapToObj(n -> Arrays.copyOf(encoded, n)),
                Stream.of(Arrays.copyOf(encoded, encoded.length + 1))))
        .allSatisfy(bytes ->
            assertThatThrownBy(() -> Hint.decode(bytes))
                .isInstanceOf(IllegalArgumentException.class));
  }

  @Test
  void aDatagramOfAnotherSecretOrAnotherSenderIsDropped() {
    byte[] datagram = sealing.seal(hint);
    byte[] other = SECRET.clone();
    other[0] = 1;

    assertThat(new HintCipher(SecretBytes.copyOf(other), sender).open(datagram, id -> true))
        .isEmpty();
    assertThat(opening.open(datagram, id -> false)).isEmpty();
    assertThat(opening.open(new byte[0], id -> true)).isEmpty();
  }

  @Test
  void aDatagramWithOneChangedBitIsDropped() {
    byte[] datagram = sealing.seal(hint);

    for (int i = 0; i < datagram.length; i++) {
      byte[] changed = datagram.clone();
      changed[i] ^= 1;
      assertThat(opening.open(changed, id -> true)).as("byte %s", i).isEmpty();
    }
  }

  @Test
  void noDatagramIsLikeAnother() {
    assertThat(sealing.seal(hint)).isNotEqualTo(sealing.seal(hint));
  }
}
