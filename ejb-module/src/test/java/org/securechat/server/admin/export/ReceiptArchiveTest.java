package org.securechat.server.admin.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.account.TestUsers;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.receipt.IssuedReceipt;
import org.securechat.server.receipt.ReceiptAccess;
import org.securechat.server.receipt.ReceiptSearch;
import org.securechat.server.receipt.ReceiptSigner;
import org.securechat.server.receipt.SignedReceipt;
import org.securechat.server.receipt.TestAuthority;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

class ReceiptArchiveTest {
  private static final Actor CAROL = Actor.machine("carol");

  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  @TempDir Path folder;
  private ReceiptArchive archive;
  private ReceiptSigner signer;
  private Room ops;
  private Room dev;

  @BeforeEach
  void receiptsInTwoRooms() throws IOException {
    TestUsers.add(fixture.database, "alice");
    ops = fixture.room("ops", "alice");
    dev = fixture.room("dev", "alice");
    signer =
        ReceiptAccess.signer(
            fixture.database,
            fixture.ledger,
            ReceiptAccess.key(new TestAuthority().receiptKey(folder, "receipts")),
            fixture.clock);
    archive =
        new ReceiptArchive(
            ReceiptAccess.store(fixture.database), fixture.administration, fixture.audit);
  }

  private SignedReceipt issue(Room room, String user) {
    fixture.clock.advance(Duration.ofSeconds(1));
    return signer.issue(room.id(), room.name(), user, "ab".repeat(32), 1, 1);
  }

  @Test
  void theyAreFoundByRoomAndUserNewestFirst() {
    String first = issue(ops, "alice").sha256();
    String second = issue(dev, "alice").sha256();
    String third = issue(ops, "bob").sha256();

    assertThat(find(null, null, null, 10)).containsExactly(third, second, first);
    assertThat(find("ops", null, null, 10)).containsExactly(third, first);
    assertThat(find("ops", "alice", null, 10)).containsExactly(first);
    assertThat(find(null, "carol", null, 10)).isEmpty();
    assertThat(fixture.audited()).filteredOn(line -> line.startsWith("receipt.query")).hasSize(4);
  }

  @Test
  void pagesFollowWithoutGapOrRepetitionAlsoWithinOneMillisecond() {
    SignedReceipt[] all = new SignedReceipt[5];
    for (int i = 0; i < all.length; i++) {
      all[i] = signer.issue(ops.id(), "ops", "user" + i, "ab".repeat(32), 1, 1);
    }
    List<IssuedReceipt> page =
        archive.find(Optional.empty(), Optional.empty(), Optional.empty(), 2, CAROL);
    Set<String> seen = new HashSet<>();
    while (!page.isEmpty()) {
      page.forEach(receipt -> assertThat(seen.add(receipt.sha256())).isTrue());
      page =
          archive.find(
              Optional.empty(),
              Optional.empty(),
              Optional.of(ReceiptSearch.Place.of(page.get(page.size() - 1))),
              2,
              CAROL);
    }
    assertThat(seen).hasSize(all.length);
  }

  @Test
  void oneIsExactlyWhatWasHandedOut() {
    SignedReceipt issued = issue(ops, "alice");

    IssuedReceipt found = archive.get(issued.sha256(), CAROL);

    assertThat(found.receipt()).isEqualTo(issued.json());
    assertThat(found.signature()).isEqualTo(issued.signature());
    assertThat(found.countersignedAt()).isEmpty();
    assertThat(fixture.audited()).endsWith("receipt.read success " + issued.sha256());
  }

  @Test
  void whatWasNotIssuedIsNotFound() {
    for (String sha256 : List.of("", "x", "0".repeat(64), "' OR 1=1")) {
      assertThatThrownBy(() -> archive.get(sha256, CAROL))
          .isInstanceOf(AdministrationException.class);
    }
    assertThatThrownBy(() -> find("nothing", null, null, 1))
        .isInstanceOf(AdministrationException.class);
  }

  private List<String> find(String room, String user, ReceiptSearch.Place after, int limit) {
    return archive
        .find(
            Optional.ofNullable(room),
            Optional.ofNullable(user),
            Optional.ofNullable(after),
            limit,
            CAROL)
        .stream()
        .map(IssuedReceipt::sha256)
        .toList();
  }
}
