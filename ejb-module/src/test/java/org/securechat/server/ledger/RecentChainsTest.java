package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.server.ledger.LedgerFixture.write;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.Chain;
import org.securechat.server.ledger.RoomTailCache.RecentChains;

/** What a message names as the last line that its author has seen is in memory, within bounds. */
class RecentChainsTest {
  @RegisterExtension final LedgerFixture fixture = new LedgerFixture();

  private final UUID room = UUID.randomUUID();
  private final List<String> asked = new ArrayList<>();

  private static String chain(long position) {
    return Digests.sha256Hex(Long.toString(position).getBytes(StandardCharsets.UTF_8));
  }

  private static void commit(RecentChains chains, UUID room, long first, long last) {
    LongStream.rangeClosed(first, last)
        .forEach(position -> chains.committed(room, position, chain(position)));
  }

  @Test
  void theLastLinesOfARoomAreKnownAndNoOthers() {
    RecentChains chains = new RecentChains(10_000);
    commit(chains, room, 1, 1_300);

    for (long position = 1; position <= 1_300; position++) {
      if (position <= 1_300 - RecentChains.KEPT) {
        assertThat(chains.get(room, position)).as("line %d", position).isEmpty();
      } else {
        assertThat(chains.get(room, position)).contains(chain(position));
      }
    }
    assertThat(chains.get(room, 1_301)).isEmpty();
    assertThat(chains.get(room, 1_301 + RecentChains.KEPT)).isEmpty();
    assertThat(chains.get(room, 0)).isEmpty();
    assertThat(chains.get(UUID.randomUUID(), 1_300)).isEmpty();
  }

  @Test
  void aRoomWhoseFirstKnownLineIsFarInKeepsAllOfAWindow() {
    RecentChains chains = new RecentChains(10_000);
    commit(chains, room, 1_000_003, 1_000_003 + RecentChains.KEPT - 1);

    LongStream.range(1_000_003, 1_000_003 + RecentChains.KEPT)
        .forEach(position -> assertThat(chains.get(room, position)).contains(chain(position)));
  }

  @Test
  void whatWasAskedForAndTheLastLinesDoNotPushEachOtherOut() {
    RecentChains chains = new RecentChains(10_000);
    chains.read(room, 3, chain(3));
    commit(chains, room, 100, 2_000);
    assertThat(chains.get(room, 3)).contains(chain(3));

    LongStream.rangeClosed(1, 99).forEach(position -> chains.read(room, position, chain(position)));

    assertThat(chains.get(room, 2_000)).contains(chain(2_000));
    assertThat(chains.get(room, 1_600)).contains(chain(1_600));
    assertThat(chains.get(room, 3)).isEmpty();
  }

  @Test
  void theRoomThatWasNotUsedForLongestGoesFirst() {
    RecentChains chains = new RecentChains(100);
    UUID other = UUID.randomUUID();
    UUID third = UUID.randomUUID();
    commit(chains, room, 1, 10);
    commit(chains, other, 1, 10);
    commit(chains, third, 1, 10);
    assertThat(chains.get(room, 10)).isPresent();

    commit(chains, UUID.randomUUID(), 1, 10);

    assertThat(chains.get(other, 10)).isEmpty();
    assertThat(chains.get(room, 10)).isPresent();
    assertThat(chains.get(third, 10)).isPresent();
  }

  @Test
  void oneRoomAloneMayHaveAllOfItsWindow() {
    RecentChains chains = new RecentChains(1);
    commit(chains, room, 1, 512);

    assertThat(chains.get(room, 1)).isPresent();
    chains.clear();
    assertThat(chains.get(room, 512)).isEmpty();
  }

  @Test
  @DisplayName("a line that many messages name is asked for once, however many lines come after it")
  void aLineIsAskedForOnce() {
    write(fixture.ledger(), room, 3);
    fixture.database.reopen();
    TranscriptLedger ledger = fixture.ledger(counting(), LedgerFixture.SETTINGS);
    String second = fixture.store().chain(room, 2).orElseThrow();
    ledger.head(room);
    asked.clear();

    for (int i = 0; i < 4; i++) {
      assertThat(ledger.isChainAt(room, 2, second)).isTrue();
      assertThat(ledger.isChainAt(room, 2, chain(2))).isFalse();
      write(ledger, room, 200);
    }

    assertThat(asked).filteredOn(call -> call.startsWith("chain")).containsExactly("chain 2");
    assertThat(asked).doesNotContain("entries");
  }

  @Test
  void theLastLinesAreNotAskedForAtAll() {
    TranscriptLedger ledger = fixture.ledger(counting(), LedgerFixture.SETTINGS);
    List<LedgerEntry> lines = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      lines.add(write(ledger, room, "line " + i));
    }
    asked.clear();

    for (LedgerEntry line : lines) {
      assertThat(ledger.histories().isChainAt(room, line.position(), line.chain())).isTrue();
    }
    assertThat(ledger.isChainAt(room, 0, Chain.genesis(room))).isTrue();
    assertThat(ledger.isChainAt(room, 0, chain(0))).isFalse();
    assertThat(ledger.isChainAt(room, 81, chain(81))).isFalse();
    assertThat(ledger.isChainAt(room, -1, chain(1))).isFalse();
    assertThat(asked).isEmpty();
  }

  /** Notes which chain values are asked for, and that lines are. */
  private LedgerStore counting() {
    LedgerStore store = fixture.store();
    return (LedgerStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {LedgerStore.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "chain" -> asked.add("chain " + arguments[1]);
                case "entries" -> asked.add("entries");
                default -> {}
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
