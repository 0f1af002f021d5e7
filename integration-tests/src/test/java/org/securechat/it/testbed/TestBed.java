package org.securechat.it.testbed;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.securechat.client.ClientException;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.db.DatabaseServer;
import org.securechat.it.client.ClientLoop;
import org.securechat.it.client.Https;
import org.securechat.it.client.TestClient;
import org.securechat.it.client.Trust;
import org.securechat.it.process.ServerProcess;
import org.securechat.protocol.handshake.ClientHandshake;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;

/** A folder with a PKI, a server that uses it, and people who talk to it. */
public final class TestBed implements AutoCloseable {

  public static final String PASSWORD = "correct horse battery staple";

  private static final AtomicInteger PEOPLE = new AtomicInteger();

  private final Path folder;
  private PkiFolder pki;
  private final ClientLoop loop = new ClientLoop();
  private ServerProcess server;
  private Optional<DatabaseServer> database;
  private HttpClient http;
  private final Map<String, String> environment = new LinkedHashMap<>();

  private TestBed(Path folder, PkiFolder pki) {
    this.folder = folder;
    this.pki = pki;
  }

  /** A PKI and no server yet. */
  public static TestBed prepared() {
    try {
      Path folder = Folders.create();
      return new TestBed(folder, PkiFolder.withServer(folder.resolve("pki")));
    } catch (ClientException e) {
      throw new IllegalStateException("cannot prepare a test bed", e);
    }
  }

  /** No PKI either: the server's first start makes one. */
  public static TestBed bare() {
    return new TestBed(Folders.create(), null);
  }

  /** A PKI and a server. */
  public static TestBed started() {
    TestBed bed = prepared();
    try {
      bed.start();
      return bed;
    } catch (RuntimeException | AssertionError e) {
      bed.close();
      throw e;
    }
  }

  /**
   * Starts the server; after a stop again on the same data and the same port.
   *
   * @param arguments beyond those that every server gets
   */
  public ServerProcess start(String... arguments) {
    int port = server == null ? 0 : server.address().getPort();
    server = launch().port(port).with(arguments).start();
    return server;
  }

  /** Starts the server on another data folder, and on the same port as before. */
  public ServerProcess startOn(Path data) {
    server = launch().port(server.address().getPort()).data(data).start();
    return server;
  }

  /** Sets an environment variable of every server that is started from now on. */
  public TestBed with(String variable, String text) {
    environment.put(variable, text);
    return this;
  }

  /** A server to be started on this bed's data, and on this bed's database if there is one. */
  public ServerProcess.Launch launch() {
    ServerProcess.Launch launch =
        ServerProcess.in(folder)
            .environment("SECURECHAT_REVOCATION_INTERVAL", "PT0.5S")
            .environment("SECURECHAT_CERTIFICATES_INTERVAL", "PT0.5S");
    environment.forEach(launch::environment);
    if (database == null) {
      database = DatabaseServer.ofThisBuild();
    }
    database.ifPresent(mysql ->
        launch
            .environment("SECURECHAT_DB_URL", mysql.url("securechat"))
            .environment("SECURECHAT_DB_USER", DatabaseServer.USER)
            .environment("SECURECHAT_DB_PASSWORD", mysql.password()));
    return launch;
  }

  /** The database server that has been started for this bed alone; none if that is H2. */
  public Optional<DatabaseServer> database() {
    return database;
  }

  public Path folder() {
    return folder;
  }

  public PkiFolder pki() {
    if (pki == null) {
      try {
        pki = PkiFolder.open(folder.resolve("pki"));
      } catch (ClientException e) {
        throw new IllegalStateException("the server has made no PKI", e);
      }
    }
    return pki;
  }

  public CertificateRules rules() {
    return Trust.in(pki().root());
  }

  public ClientLoop loop() {
    return loop;
  }

  public ServerProcess server() {
    return server;
  }

  /** A client of the administration interface that trusts this bed's authority. */
  public HttpClient http() {
    if (http == null) {
      http = Https.trusting(pki().root());
    }
    return http;
  }

  /** A name that no other test has used. */
  public static String name(String stem) {
    return stem + "-" + PEOPLE.incrementAndGet();
  }

  /** A certificate for a name. */
  public Credentials certified(String name) {
    try {
      return Trust.credentials(pki().client(name));
    } catch (ClientException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection that has begun its handshake. */
  public TestClient connect(Credentials credentials) {
    return TestClient.connect(loop, server.address(), credentials, rules());
  }

  /** A connection that has begun a handshake with other settings. */
  public TestClient connect(
      Credentials credentials, UnaryOperator<ClientHandshake.Settings> change) {
    return TestClient.connect(loop, server.address(), credentials, rules(), change);
  }

  /** A new user with a certificate and an account, logged in. */
  public Person person(String stem) {
    String name = name(stem);
    Credentials credentials = certified(name);
    TestClient client = connect(credentials).register(name, PASSWORD);
    client.login(name, PASSWORD);
    return new Person(name, credentials, client);
  }

  /** Another connection of a user who has an account. */
  public TestClient login(Person person) {
    TestClient client = connect(person.credentials());
    client.login(person.name(), PASSWORD);
    return client;
  }

  /** A user with an account, and the user's first connection. */
  public record Person(String name, Credentials credentials, TestClient client) {}

  @Override
  public void close() {
    loop.close();
    if (server != null) {
      server.close();
    }
    if (database != null) {
      database.ifPresent(DatabaseServer::close);
    }
    Folders.delete(folder);
  }
}
