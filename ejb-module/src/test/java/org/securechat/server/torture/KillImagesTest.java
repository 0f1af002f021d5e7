package org.securechat.server.torture;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.testing.TestDatabase;

/**
 * A server's process is stopped at any moment under load, and its data folder copied as the
 * operating system has it, which is what SIGKILL would have left. A server that starts on that
 * keeps every promise. In the end the process is killed, and the next one goes on in its folder.
 */
class KillImagesTest {
  private static final int LIVES_OF_ONE_RECORD = 3;

  @TempDir Path place;

  @BeforeEach
  void needsAnEmbeddedDatabaseAndLinux() {
    assumeFalse(TestDatabase.isServer());
    assumeTrue(Torture.isLong(), "the short form of this is DurabilityTest");
    assumeTrue(StoppedProcess.isPossible());
  }

  @Test
  void everyPromiseOutlivesAKill() throws Exception {
    int images = Torture.IMAGES;
    int ofOneLife = 40;
    World world = null;
    Path folder = null;
    List<Promise> promises = List.of();
    for (int done = 0; done < images; done += ofOneLife) {
      int life = done / ofOneLife;
      if (life % LIVES_OF_ONE_RECORD == 0) {
        if (folder != null) {
          Folders.delete(folder);
        }
        world = World.made(place.resolve("pki" + life));
        folder = Folders.fresh(place, "life" + life);
        promises = List.of();
      }
      promises = live(world, folder, promises, done, Math.min(ofOneLife, images - done));
    }
    Torture.say("%d images of kills", images);
  }

  /**
   * Returns all promises, those before this life too. Between two images the process stands, so
   * that it writes as much as is wanted, however long a judgement takes.
   */
  private List<Promise> live(World world, Path folder, List<Promise> before, int first, int images)
      throws Exception {
    Random random = Torture.random("kill", first);
    Path printed = place.resolve("printed" + first);
    List<Promise> promises = new ArrayList<>();
    try (StoppedProcess server =
        new StoppedProcess(folder, world.pki(), random.nextLong(), printed)) {
      for (int i = 0; i < images; i++) {
        server.runOn(1 + random.nextInt(8));
        promises = new ArrayList<>(before);
        promises.addAll(server.promises());
        judge(world, folder, promises, first + i);
      }
    }
    return promises;
  }

  private void judge(World world, Path folder, List<Promise> promises, int number)
      throws Exception {
    Path image = place.resolve("image" + number);
    Folders.copy(folder, image);
    try {
      boolean thorough = number % 50 == 0;
      new Judge(world, image, promises, Torture.random("image", number)).judge(thorough);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("image %d, seed %d".formatted(number, Torture.SEED), e);
    }
    Folders.delete(image);
    if (number % 100 == 99) {
      Torture.say("%d images", number + 1);
    }
  }
}
