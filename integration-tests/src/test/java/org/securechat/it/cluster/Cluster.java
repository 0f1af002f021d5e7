package org.securechat.it.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateKind;
import org.securechat.db.DatabaseServer;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.ServerProcess;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Kinds;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.file.OwnerOnly;

/** Servers of one cluster, on this machine and on the database of this build. */
final class Cluster implements AutoCloseable {
  private final TestBed bed = TestBed.prepared();
  private final List<ServerProcess> servers = new ArrayList<>();
  private final List<Gate> gates = new ArrayList<>();
  private final SeparateNetworks networks;

  /**
   * @param networks null where all servers are on the loopback interface
   */
  private Cluster(SeparateNetworks networks) {
    this.networks = networks;
  }

  /** As many servers as that, all ready, on the loopback interface. */
  static Cluster of(int servers) {
    return new Cluster(null).started(servers);
  }

  /** As {@link #of}, all started at once. */
  static Cluster atOnce(int servers) {
    return new Cluster(null).startedAtOnce(servers);
  }

  /** As many servers as that, all ready, each in a network of its own. */
  static Cluster separate(int servers) throws IOException {
    Cluster cluster = new Cluster(SeparateNetworks.of(servers));
    try {
      cluster.certifyAddresses(servers);
      return cluster.started(servers);
    } catch (ClientException e) {
      cluster.close();
      throw new IllegalStateException(e);
    }
  }

  /** All servers have one certificate, which names all their addresses. */
  private void certifyAddresses(int number) throws ClientException {
    List<String> names = new ArrayList<>(List.of("localhost"));
    for (int i = 0; i < number; i++) {
      names.add(networks.toClients(i));
    }
    bed.pki()
        .issueFiles(
            "server",
            CertificateKind.SERVER,
            order -> order.withAlternativeNames(names).replacing());
  }

  private Cluster started(int number) {
    try {
      for (int i = 0; i < number; i++) {
        servers.add(launch(i, 0).start());
      }
      return this;
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  /** As after a power cut, the first time on an empty database. */
  private Cluster startedAtOnce(int number) {
    try (ExecutorService starting = Executors.newFixedThreadPool(number)) {
      List<Future<ServerProcess>> started = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        ServerProcess.Launch launch = launch(i, 0);
        started.add(starting.submit(launch::start));
      }
      Throwable failure = null;
      for (Future<ServerProcess> server : started) {
        try {
          servers.add(server.get());
        } catch (ExecutionException e) {
          failure = e.getCause();
        }
      }
      if (failure != null) {
        throw new AssertionError("not all servers have started", failure);
      }
      return this;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  private ServerProcess.Launch launch(int number, int port) {
    ServerProcess.Launch launch =
        bed.launch()
            .data(bed.folder().resolve("data-" + number))
            .environment("SECURECHAT_FILES_FOLDER", sharedFolder().toString())
            .environment("SECURECHAT_FILES_SHARED", "true")
            .port(port);
    if (networks == null) {
      return launch.with("--cluster", "north", "--cluster-address", "127.0.0.1:0");
    }
    if (gates.size() == number) {
      URI database = URI.create(database().url("").substring("jdbc:".length()));
      gates.add(new Gate(networks.host(), database.getPort()));
    }
    return launch
        .within(networks.within(number))
        .environment(
            "SECURECHAT_DB_URL",
            "jdbc:mysql://" + networks.host() + ":" + gates.get(number).port() + "/securechat")
        .with("--cluster", "north", "--cluster-address", networks.toServers(number) + ":0")
        .with("--bind", networks.toClients(number));
  }

  private Path sharedFolder() {
    try {
      Path folder = bed.folder().resolve("files");
      OwnerOnly.createFolder(folder);
      return folder;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  DatabaseServer database() {
    return bed.database().orElseThrow();
  }

  /** The way of a server to the database. */
  Gate gate(int number) {
    return gates.get(number);
  }

  SeparateNetworks networks() {
    return networks;
  }

  /** Whether a server says that it can be sent clients. */
  boolean isReady(int number) {
    try {
      return bed.http()
              .send(
                  HttpRequest.newBuilder(server(number).health().resolve("/health/ready"))
                      .timeout(TestClient.LIMIT)
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** SIGTERM, and the end of it. */
  void stop(int number) {
    if (server(number).stop() != 0) {
      throw new AssertionError(server(number).process().report());
    }
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
    gates.forEach(Gate::close);
    bed.close();
    if (networks != null) {
      networks.close();
    }
  }
}
