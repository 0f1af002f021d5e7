package org.securechat.server.torture;

import java.util.Random;

/** How much there is to do, and from which seed. */
final class Torture {
  /** {@code -Dsecurechat.torture.images=N}, for each kind of image. */
  static final int IMAGES = Integer.getInteger("securechat.torture.images", 0);

  /** {@code -Dsecurechat.torture.seed=N}; another one at every run otherwise. */
  static final long SEED = Long.getLong("securechat.torture.seed", System.nanoTime() % 1_000_000);

  /** {@code -Dsecurechat.torture.pages=true}, for disks that leave holes in what they write. */
  static final boolean PAGES = Boolean.getBoolean("securechat.torture.pages");

  private Torture() {}

  /** So many images, where no other number is asked for. */
  static int images(int otherwise) {
    return IMAGES > 0 ? IMAGES : otherwise;
  }

  /** Whether time does not matter. */
  static boolean isLong() {
    return IMAGES > 0;
  }

  /** The numbers of one life or one image, whatever other ones have used. */
  // Repeatable on purpose; nothing secret is made of it.
  static Random random(String what, long number) {
    return new Random(SEED * 1_000_003L + what.hashCode() * 31L + number);
  }

  /** On standard output, so that a run can be repeated. */
  static void say(String format, Object... values) {
    System.out.printf("torture, seed " + SEED + ": " + format + "%n", values);
  }
}
