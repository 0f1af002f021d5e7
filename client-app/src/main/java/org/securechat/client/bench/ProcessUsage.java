package org.securechat.client.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.securechat.client.ClientException;

/**
 * What a process has used so far, as Linux counts it.
 *
 * @param cpuMillis processor time of all its threads, in user mode and in the kernel
 * @param residentKib memory that is resident
 */
record ProcessUsage(long cpuMillis, long residentKib) {
  /** The unit of {@code /proc/PID/stat}: 1/100 s on every architecture that Java runs on. */
  private static final long MILLIS_PER_TICK = 10;

  /** Behind the name: proc(5) counts utime and stime as fields 14 and 15, the state as 3. */
  private static final int USER_TIME = 14 - 3;

  private static final int SYSTEM_TIME = 15 - 3;

  /** Of another process, or of this one. */
  static ProcessUsage of(long pid) throws ClientException {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      return parse(
          Files.readString(process.resolve("stat")), Files.readAllLines(process.resolve("status")));
    } catch (IOException | IllegalArgumentException e) {
      throw new ClientException(
          "what process " + pid + " has used cannot be read from " + process,
          "Check --server-pid. It works on Linux only, and needs the server on this machine.",
          e);
    }
  }

  /** Reads the two files. */
  static ProcessUsage parse(String stat, List<String> status) {
    // The name stands in parentheses and may have spaces and parentheses itself.
    int name = stat.lastIndexOf(')');
    String[] fields = stat.substring(Math.max(name, 0)).split("\\s+", -1);
    if (name < 0 || fields.length <= SYSTEM_TIME + 1) {
      throw new IllegalArgumentException("not a line of /proc/PID/stat");
    }
    long ticks = Long.parseLong(fields[USER_TIME + 1]) + Long.parseLong(fields[SYSTEM_TIME + 1]);
    return new ProcessUsage(ticks * MILLIS_PER_TICK, resident(status));
  }

  private static long resident(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no VmRSS"));
  }
}
