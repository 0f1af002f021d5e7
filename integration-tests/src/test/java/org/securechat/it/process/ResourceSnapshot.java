package org.securechat.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a server process holds at a moment, after a garbage collection: kinds of threads, listening
 * ports, open files, instances of classes.
 *
 * @param threads their names without numbers, and how many have that name
 * @param listening local addresses as the kernel writes them
 * @param files files and pipes, no sockets
 * @param sockets how many there are
 * @param instances of each class that has any
 */
public record ResourceSnapshot(
    Map<String, Integer> threads,
    Set<String> listening,
    Set<String> files,
    int sockets,
    Map<String, Integer> instances) {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern THREAD = Pattern.compile("^\"(.*)\" #\\d+.*");
  private static final Pattern COUNT = Pattern.compile("^ *\\d+: +(\\d+) +\\d+ +(\\S+).*");
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
  private static final String LISTEN = "0A";
  private static final String LOADER = "org.glassfish.javaee.full.deployment.EarLibClassLoader";

  public static ResourceSnapshot of(RunningProcess server, Path folder) {
    try {
      Map<String, String> open = openFiles(server.pid());
      Set<String> sockets =
          open.values().stream()
              .map(SOCKET::matcher)
              .filter(Matcher::matches)
              .map(matcher -> matcher.group(1))
              .collect(Collectors.toSet());
      return new ResourceSnapshot(
          threads(server, folder),
          listening(server.pid(), sockets),
          open.values().stream()
              .filter(target -> target.startsWith("/"))
              .collect(Collectors.toCollection(TreeSet::new)),
          sockets.size(),
          instances(server, folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many applications have a class loader that is still reachable. */
  public int loaders() {
    return instances.getOrDefault(LOADER, 0);
  }

  private static Map<String, Integer> instances(RunningProcess server, Path folder) {
    Map<String, Integer> counts = new HashMap<>();
    for (String line : jcmd(server, folder, "GC.class_histogram")) {
      Matcher row = COUNT.matcher(line);
      if (row.matches()) {
        counts.merge(row.group(2), Integer.parseInt(row.group(1)), Integer::sum);
      }
    }
    return counts;
  }

  private static Map<String, Integer> threads(RunningProcess server, Path folder) {
    Map<String, Integer> names = new TreeMap<>();
    for (String line : jcmd(server, folder, "Thread.print")) {
      Matcher thread = THREAD.matcher(line);
      if (thread.matches()) {
        names.merge(thread.group(1).replaceAll("\\d+", "N"), 1, Integer::sum);
      }
    }
    return names;
  }

  private static List<String> jcmd(RunningProcess server, Path folder, String what) {
    List<String> command = List.of(Installation.jdk("jcmd"), Long.toString(server.pid()), what);
    try (RunningProcess process = RunningProcess.start("jcmd", folder, command, Map.of())) {
      process.endInput();
      if (process.awaitExit(LIMIT) != 0) {
        throw new AssertionError(process.report());
      }
      return process.out().lines();
    }
  }

  private static Map<String, String> openFiles(long pid) throws IOException {
    Map<String, String> open = new HashMap<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          open.put(descriptor.toString(), Files.readSymbolicLink(descriptor).toString());
        } catch (IOException _) {
          // Closed in the meantime.
        }
      }
    }
    return open;
  }

  private static Set<String> listening(long pid, Set<String> inodes) throws IOException {
    Set<String> addresses = new TreeSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table));
      for (String line : lines.subList(1, lines.size())) {
        String[] columns = line.trim().split(" +", -1);
        if (columns[3].equals(LISTEN) && inodes.contains(columns[9])) {
          addresses.add(columns[1]);
        }
      }
    }
    return addresses;
  }
}
