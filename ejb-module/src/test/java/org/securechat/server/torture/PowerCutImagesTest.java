package org.securechat.server.torture;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.testing.TestDatabase;
import org.securechat.server.torture.DiskEvent.Written;

/**
 * The power goes at any moment of a server's life, its start and its orderly end included. What was
 * forced onto the disk is there, and of the rest what the disk likes. A server that starts on that
 * keeps every promise, and its next life begins with one of these disks.
 */
class PowerCutImagesTest {
  private static final int LIVES_OF_ONE_RECORD = 4;

  @TempDir Path place;

  @BeforeEach
  void needsAnEmbeddedDatabase() {
    assumeFalse(TestDatabase.isServer());
  }

  @Test
  void everyPromiseOutlivesAPowerCut() throws Exception {
    int images = Torture.images(2);
    int ofOneLife = Torture.isLong() ? 40 : 2;
    int lines = Torture.isLong() ? 80 : 30;
    World world = null;
    Path folder = null;
    for (int done = 0; done < images; done += ofOneLife) {
      int life = done / ofOneLife;
      if (life % LIVES_OF_ONE_RECORD == 0) {
        world = World.made(place.resolve("pki" + life));
        folder = Folders.fresh(place, "life" + life);
      }
      Random random = Torture.random("power", life);
      RecordedDisk disk = live(world, folder, lines, random);
      for (int i = 0; i < Math.min(ofOneLife, images - done); i++) {
        judge(world, disk, done + i, Torture.random("cut", done + i));
      }
      Path next = place.resolve("life" + (life + 1));
      if ((life + 1) % LIVES_OF_ONE_RECORD != 0) {
        Folders.write(
            PowerCut.IN_ANY_ORDER.after(disk, random.nextInt(disk.count() + 1), random),
            disk.folder().resolve("heads"),
            next,
            random);
      }
      Folders.delete(folder);
      folder = next;
    }
    Torture.say("%d images of power cuts", images);
  }

  /** From the start to an orderly end, whose writes can be cut, too. */
  private static RecordedDisk live(World world, Path folder, int lines, Random random)
      throws IOException {
    try (RecordedDisk disk = new RecordedDisk(folder)) {
      // Space in the file is used again early, which otherwise begins after 45 seconds.
      String place = disk.place() + (random.nextBoolean() ? ";RETENTION_TIME=100" : "");
      TestDatabase database = TestDatabase.at(place);
      database.open();
      ServerLife life = new ServerLife(world, database, folder.resolve("heads"), disk, random);
      life.start();
      life.talk(lines, 1 + random.nextInt(8));
      life.end();
      database.close();
      return disk;
    }
  }

  /** Any moment, and more often than not one at which something is on its way to the disk. */
  private static int moment(RecordedDisk disk, Random random) {
    List<DiskEvent> events = disk.events();
    int count = random.nextInt(events.size() + 1);
    if (random.nextInt(4) > 0) {
      while (count < events.size() && !(events.get(Math.max(0, count - 1)) instanceof Written)) {
        count++;
      }
    }
    return count;
  }

  private void judge(World world, RecordedDisk disk, int number, Random random) throws Exception {
    List<PowerCut> kinds = PowerCut.wanted();
    PowerCut kind = kinds.get(random.nextInt(kinds.size()));
    int count = moment(disk, random);
    Path image = place.resolve("image" + number);
    PowerCut.Remains remains = kind.after(disk, count, random);
    Folders.write(remains, disk.folder().resolve("heads"), image, random);
    try {
      boolean thorough = Torture.isLong() && number % 50 == 0;
      new Judge(world, image, remains.promises(), random).judge(thorough);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "image %d (%s after %d of %d events), seed %d"
              .formatted(number, kind, count, disk.count(), Torture.SEED),
          e);
    }
    Folders.delete(image);
    if (Torture.isLong() && number % 100 == 99) {
      Torture.say("%d images", number + 1);
    }
  }
}
