package org.securechat.server.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.ledger.LedgerCondition;
import org.securechat.server.testing.TestDatabase;

/** The disk is full in the middle of a write, and nothing that was acknowledged is lost by it. */
class FullDiskTest {
  @TempDir Path place;
  private World world;
  private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    assumeFalse(TestDatabase.isServer());
    assumeTrue(Torture.isLong(), "takes a while");
    world = World.made(place.resolve("pki"));
    folder = Folders.fresh(place, "life");
  }

  @Test
  void whatWasAcknowledgedIsThereAfterADiskWasFull() throws Exception {
    Random random = Torture.random("full", 0);
    try (RecordedDisk disk = new RecordedDisk(folder)) {
      TestDatabase database = TestDatabase.at(disk.place());
      database.open();
      ServerLife life = new ServerLife(world, database, folder.resolve("heads"), disk, random);
      life.start();
      life.talk(20, 4);
      disk.space(30_000 + random.nextInt(30_000));
      assertThat(life.talk(40, 4)).as("lines that were refused").isPositive();

      disk.space(Long.MAX_VALUE);
      UUID room = World.rooms().get(0);
      await().ignoreExceptions().untilAsserted(() -> ServerLife.join(life.say(room, 0)));
      assertThat(life.ledger().condition()).isEqualTo(LedgerCondition.WRITING);
      life.end();
      database.close();

      new Judge(
              world,
              folder,
              PowerCut.EVERYTHING.after(disk, disk.count(), random).promises(),
              random)
          .judge(false);
    }
  }
}
