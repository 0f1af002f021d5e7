package org.securechat.protocol.crypto;

/**
 * The cost of deriving a key from a password by Argon2id (RFC 9106).
 *
 * <p>Outside the bounds there is no such value: below, a server could have a client give its
 * password away cheaply; above, it could exhaust the client.
 *
 * @param memoryKib memory in KiB, 8 192 to 262 144
 * @param iterations passes over the memory, 1 to 10
 * @param parallelism lanes, 1 to 4
 */
public record KdfParameters(int memoryKib, int iterations, int parallelism) {
  public static final int MIN_MEMORY_KIB = 8 * 1024;
  public static final int MAX_MEMORY_KIB = 256 * 1024;
  public static final int MIN_ITERATIONS = 1;
  public static final int MAX_ITERATIONS = 10;
  public static final int MIN_PARALLELISM = 1;
  public static final int MAX_PARALLELISM = 4;

  /** 19 MiB, two passes, one lane. */
  public static final KdfParameters DEFAULT = new KdfParameters(19 * 1024, 2, 1);

  /**
   * @throws IllegalArgumentException out of bounds
   */
  public KdfParameters {
    check("memory", memoryKib, MIN_MEMORY_KIB, MAX_MEMORY_KIB);
    check("iterations", iterations, MIN_ITERATIONS, MAX_ITERATIONS);
    check("parallelism", parallelism, MIN_PARALLELISM, MAX_PARALLELISM);
  }

  private static void check(String what, int given, int min, int max) {
    if (given < min || given > max) {
      throw new IllegalArgumentException(what + " must be " + min + " to " + max);
    }
  }
}
