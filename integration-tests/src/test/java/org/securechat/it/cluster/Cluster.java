package org.securechat.it.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.ServerProcess;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Kinds;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.SecretBytes;

/** Servers of one cluster, on this machine and on the database of this build. */
final class Cluster implements AutoCloseable {
  private final TestBed bed = TestBed.prepared();
  private final List<ServerProcess> servers = new ArrayList<>();

  /** As many servers as that, all ready. */
  static Cluster of(int servers) {
    Cluster cluster = new Cluster();
    try {
      for (int i = 0; i < servers; i++) {
        cluster.servers.add(cluster.launch(i, 0).start());
      }
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  private ServerProcess.Launch launch(int number, int port) {
    return bed.launch()
        .data(bed.folder().resolve("data-" + number))
        .port(port)
        .with("--cluster", "north", "--cluster-address", "127.0.0.1:0");
  }

  TestBed bed() {
    return bed;
  }

  ServerProcess server(int number) {
    return servers.get(number);
  }

  int size() {
    return servers.size();
  }

  /** SIGKILL. */
  void kill(int number) {
    server(number).kill();
  }

  /** Starts a server again, on its old address. */
  void start(int number) {
    int port = server(number).address().getPort();
    servers.set(number, launch(number, port).start());
  }

  /** Lets a server do nothing at all, as a machine that is suspended does. */
  void suspend(int number) {
    signal("-STOP", number);
  }

  void resume(int number) {
    signal("-CONT", number);
  }

  private void signal(String signal, int number) {
    try {
      String pid = Long.toString(server(number).process().pid());
      if (new ProcessBuilder("kill", signal, pid).start().waitFor() != 0) {
        throw new IllegalStateException("kill " + signal + " " + pid);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A new user with an account, logged in to a server. */
  Person person(int number, String stem) {
    String name = TestBed.name(stem);
    var credentials = bed.certified(name);
    TestClient client =
        TestClient.connect(bed.loop(), server(number).address(), credentials, bed.rules());
    client.register(name, TestBed.PASSWORD).login(name, TestBed.PASSWORD);
    return new Person(name, credentials, client);
  }

  /** Another login of a user, to any server. */
  TestClient login(int number, Person person) {
    return login(number, person, Optional.empty());
  }

  /**
   * Another login of a user, which settles a session that was lost.
   *
   * @param lost its channel binding
   */
  TestClient login(int number, Person person, Optional<String> lost) {
    TestClient client =
        TestClient.connect(bed.loop(), server(number).address(), person.credentials(), bed.rules());
    Answer.KdfAnswer kdf =
        TestClient.await(
            client.ask(id -> new Request.Kdf(id, person.name()), Answer.KdfAnswer.class));
    try (SecretBytes key =
        PasswordKey.derive(TestBed.PASSWORD.toCharArray(), kdf.salt(), kdf.kdf())) {
      client.login(id -> new Request.Login(id, person.name(), Optional.of(key), Kinds.KNOWN, lost));
      return client;
    }
  }

  @Override
  public void close() {
    servers.forEach(ServerProcess::close);
    bed.close();
  }
}
