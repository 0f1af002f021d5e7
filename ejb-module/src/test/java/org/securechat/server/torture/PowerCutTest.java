package org.securechat.server.torture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.testing.TestDatabase;
import org.securechat.server.torture.DiskEvent.Forced;

/** Power cuts at moments that are chosen, and whether the judge would notice a loss. */
class PowerCutTest {
  private static final Random RANDOM = new Random(1);

  @TempDir Path place;
  private World world;
  private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    assumeFalse(TestDatabase.isServer());
    world = World.made(place.resolve("pki"));
    folder = Folders.fresh(place, "life");
  }

  private RecordedDisk live() throws IOException {
    try (RecordedDisk disk = new RecordedDisk(folder)) {
      live(disk);
      return disk;
    }
  }

  private void live(RecordedDisk disk) {
    TestDatabase database = TestDatabase.at(disk.place());
    database.open();
    ServerLife life = new ServerLife(world, database, folder.resolve("heads"), disk, RANDOM);
    life.start();
    life.talk(20, 4);
    life.end();
    database.close();
  }

  @Test
  void aDiskThatForcesNothingIsConvicted() throws Exception {
    List<DiskEvent> events =
        live().events().stream().filter(event -> !(event instanceof Forced)).toList();
    try (RecordedDisk lying =
        new RecordedDisk(folder, DiskImage.of(place.resolve("template")), events)) {
      Path image = remains(PowerCut.NOTHING, lying, events.size());

      Judge judge =
          new Judge(
              world,
              image,
              PowerCut.NOTHING.after(lying, events.size(), RANDOM).promises(),
              RANDOM);
      assertThatThrownBy(() -> judge.judge(false))
          .hasMessageContaining("had")
          .hasMessageContaining("lines");
    }
  }

  @Test
  void whatAKilledServerHadNotForcedIsForcedBeforeTheNextOneShowsIt() throws Exception {
    RecordedDisk first = live();
    // Killed between the commit of a line and the moment at which it is forced onto the disk.
    int killed = lastForceOfALine(first.events());
    List<DiskEvent> unforced = PowerCut.unforced(first, killed);
    Path second = remains(PowerCut.EVERYTHING, first, killed);

    try (RecordedDisk disk = new RecordedDisk(second, PowerCut.forced(first, killed), unforced)) {
      TestDatabase database = TestDatabase.at(disk.place());
      database.open();
      ServerLife life = new ServerLife(world, database, second.resolve("heads"), disk, RANDOM);
      life.start();
      // Members read, and carry receipts away, before a line is written.
      World.rooms().forEach(life::receipt);
      PowerCut.Remains left = PowerCut.NOTHING.after(disk, disk.count(), RANDOM);
      life.end();
      database.close();

      Path image = place.resolve("image");
      Folders.write(left, second.resolve("heads"), image, RANDOM);
      new Judge(world, image, left.promises(), RANDOM).judge(false);
    }
  }

  /** Where the last promise waited. */
  private static int lastForceOfALine(List<DiskEvent> events) {
    int promised = events.size() - 1;
    while (!(events.get(promised) instanceof DiskEvent.Promised)) {
      promised--;
    }
    while (!(events.get(promised) instanceof Forced)) {
      promised--;
    }
    return promised;
  }

  private Path remains(PowerCut kind, RecordedDisk disk, int count) throws IOException {
    Path image = place.resolve("remains" + count);
    Folders.write(kind.after(disk, count, RANDOM), folder.resolve("heads"), image, RANDOM);
    return image;
  }
}
