package org.securechat.it.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace for each server, with two interfaces: one to this machine, for clients and
 * the database, and one to the other servers alone, which can be cut.
 */
final class SeparateNetworks implements AutoCloseable {
  private static final String TO_CLIENTS = "10.77.1.";
  private static final String TO_SERVERS = "10.77.2.";
  private static final String HOST = TO_CLIENTS + "254";

  private final String prefix = "sc" + ProcessHandle.current().pid() % 100_000;
  private final int servers;

  private SeparateNetworks(int servers) {
    this.servers = servers;
  }

  /** Why there can be none on this machine; empty if there can. */
  static String obstacle() {
    String name = "scprobe" + ProcessHandle.current().pid();
    try {
      run("ip", "netns", "add", name);
      run("ip", "netns", "del", name);
      return "";
    } catch (IOException e) {
      return "network namespaces need root and iproute2: " + e.getMessage();
    }
  }

  static SeparateNetworks of(int servers) throws IOException {
    SeparateNetworks networks = new SeparateNetworks(servers);
    try {
      networks.make();
      return networks;
    } catch (IOException e) {
      networks.close();
      throw e;
    }
  }

  private void make() throws IOException {
    bridge(name("c"));
    run("ip", "addr", "add", HOST + "/24", "dev", name("c"));
    bridge(name("h"));
    for (int i = 0; i < servers; i++) {
      run("ip", "netns", "add", namespace(i));
      run("ip", "-n", namespace(i), "link", "set", "lo", "up");
      connect(i, "c", TO_CLIENTS);
      connect(i, "h", TO_SERVERS);
    }
  }

  private void bridge(String name) throws IOException {
    run("ip", "link", "add", name, "type", "bridge");
    run("ip", "link", "set", name, "up");
  }

  private void connect(int server, String kind, String network) throws IOException {
    String here = name(kind) + server;
    run("ip", "link", "add", here, "type", "veth", "peer", kind + "0", "netns", namespace(server));
    run("ip", "link", "set", here, "master", name(kind), "up");
    run(
        "ip",
        "-n",
        namespace(server),
        "addr",
        "add",
        network + (server + 1) + "/24",
        "dev",
        kind + "0");
    run("ip", "-n", namespace(server), "link", "set", kind + "0", "up");
  }

  private String name(String kind) {
    return prefix + kind;
  }

  private String namespace(int server) {
    return prefix + "n" + server;
  }

  /** The command by which others run in the network of a server. */
  List<String> within(int server) {
    return List.of("ip", "netns", "exec", namespace(server));
  }

  /** Where servers reach this machine. */
  String host() {
    return HOST;
  }

  /** Where clients reach a server. */
  String toClients(int server) {
    return TO_CLIENTS + (server + 1);
  }

  /** Where other servers reach a server. */
  String toServers(int server) {
    return TO_SERVERS + (server + 1);
  }

  /** Nothing that a server tells the others arrives, and nothing that they tell it. */
  void cut(int server) throws IOException {
    run("ip", "link", "set", name("h") + server, "down");
  }

  void heal(int server) throws IOException {
    run("ip", "link", "set", name("h") + server, "up");
  }

  @Override
  public void close() {
    List<List<String>> commands = new ArrayList<>();
    for (int i = 0; i < servers; i++) {
      commands.add(List.of("ip", "netns", "del", namespace(i)));
    }
    commands.add(List.of("ip", "link", "del", name("c")));
    commands.add(List.of("ip", "link", "del", name("h")));
    for (List<String> command : commands) {
      try {
        run(command.toArray(String[]::new));
      } catch (IOException e) {
        // It was not made.
      }
    }
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
