package org.securechat.server.torture;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Random;
import org.securechat.server.testing.TestDatabase;

/** A server that lives until it is killed, and prints each promise before anybody hears of it. */
final class TalkingProcess {
  private static final int AT_A_TIME = 8;
  private static final int LINES = 100_000;

  private TalkingProcess() {}

  /**
   * Talks until it is killed.
   *
   * @param arguments the data folder, the keys' folder, a seed
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    World world = World.read(Path.of(arguments[1]));
    TestDatabase database = TestDatabase.in(folder.resolve("chat"));
    database.open();
    ServerLife life =
        new ServerLife(
            world,
            database,
            folder.resolve("heads"),
            new Printing(new PrintStream(System.out, true)),
            new Random(Long.parseLong(arguments[2])));
    life.start();
    life.talk(LINES, AT_A_TIME);
  }

  private record Printing(PrintStream out) implements Witness {
    @Override
    public void promised(Promise promise) {
      out.println(promise.text());
    }

    @Override
    public void headsBegun(long number) {
      // The files are real: they are in the image or they are not.
    }
  }
}
