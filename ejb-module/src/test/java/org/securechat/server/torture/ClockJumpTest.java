package org.securechat.server.torture;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.testing.TestDatabase;

/**
 * The machine's clock is set back and forward while the server runs and while it stands. Times in
 * the record never fall, receipts are not older than their lines, and the verifiers accept both.
 */
class ClockJumpTest {
  @TempDir Path place;
  private final AtomicReference<Duration> wrong = new AtomicReference<>(Duration.ZERO);

  @Test
  void aRecordWhoseClockJumpsVerifies() throws Exception {
    assumeFalse(TestDatabase.isServer());
    assumeTrue(Torture.isLong(), "takes a while");
    World world = World.made(place.resolve("pki"));
    Path folder = Folders.fresh(place, "life");
    Collecting told = new Collecting();
    Random random = Torture.random("clock", 0);
    for (int life = 0; life < 2; life++) {
      TestDatabase database = TestDatabase.in(folder.resolve("chat"));
      database.open();
      ServerLife server =
          new ServerLife(
              world, database, folder.resolve("heads"), told, random, new Jumping(wrong));
      server.start();
      // Within the validity of the certificates: outside it no line is taken at all.
      for (int minutes : List.of(0, -50, 40, -3, -20)) {
        wrong.set(Duration.ofMinutes(minutes));
        server.talk(20, 3);
        server.receipt(World.rooms().get(life));
      }
      server.end();
      database.close();
    }

    new Judge(world, folder, told.promises, random, new Jumping(wrong)).judge(true);
  }

  private static final class Collecting implements Witness {
    private final List<Promise> promises = new ArrayList<>();

    @Override
    public synchronized void promised(Promise promise) {
      promises.add(promise);
    }

    @Override
    public void headsBegun(long number) {}
  }

  /** Wrong by so much. */
  private static final class Jumping extends Clock {
    private final AtomicReference<Duration> wrong;

    Jumping(AtomicReference<Duration> wrong) {
      this.wrong = wrong;
    }

    @Override
    public ZoneId getZone() {
      return Clock.systemUTC().getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(wrong.get());
    }
  }
}
