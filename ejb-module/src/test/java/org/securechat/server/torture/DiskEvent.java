package org.securechat.server.torture;

/** What happened to the files of a database, or beside them, in order. */
sealed interface DiskEvent {

  /** Bytes that the operating system has taken, and the disk perhaps not. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Written(DiskFile file, long position, byte[] bytes) implements DiskEvent {}

  /** The same for a length. */
  record Truncated(DiskFile file, long size) implements DiskEvent {}

  /**
   * A file was forced onto the disk.
   *
   * @param covered so many events had happened when that began
   */
  record Forced(DiskFile file, int covered) implements DiskEvent {}

  /** Somebody was told that a line is there for good. */
  record Promised(Promise promise) implements DiskEvent {}

  /** From here on a file with signed heads of that number may be on the disk. */
  record HeadsBegun(long number) implements DiskEvent {}
}
