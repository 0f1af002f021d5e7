package org.securechat.it.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;

/**
 * A domain of Payara Server in a folder of its own: free ports, on this machine only, nobody is
 * phoned, passwords that nobody knows.
 */
public final class PayaraDomain implements AutoCloseable {

  private static final String NAME = "chat";
  private static final Duration START_LIMIT = Duration.ofMinutes(4);

  /** What a domain adds to its port base, for each of its listeners. */
  private static final int ADMIN = 48;

  private static final int JMS = 76;
  private static final int HTTP = 80;
  private static final int HTTPS = 81;
  private static final int[] OFFSETS = {9, 37, 38, 39, 49, 59, 66, JMS, ADMIN, HTTP, HTTPS, 86};

  private final Path folder;
  private final Path payara;
  private final int base;
  private final Path passwords;
  private final String masterPassword = random();
  private final String storePassword = random();
  private RunningProcess process;

  private PayaraDomain(Path folder, Path payara) throws IOException {
    this.folder = folder;
    this.payara = payara;
    this.base = freeBase();
    this.passwords =
        Files.createFile(
            folder.resolve("passwords"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        passwords,
        "AS_ADMIN_PASSWORD=%s%nAS_ADMIN_MASTERPASSWORD=%s%nAS_ADMIN_ALIASPASSWORD=%s%n"
            .formatted(random(), masterPassword, storePassword));
  }

  /**
   * A domain that is not running yet.
   *
   * @param payara the unpacked distribution
   */
  public static PayaraDomain create(Path folder, Path payara) {
    try {
      PayaraDomain domain = new PayaraDomain(folder, payara);
      domain
          .local()
          .run(
              "create-domain",
              "--domaindir",
              domains(folder),
              "--portbase",
              "" + domain.base,
              NAME);
      domain.quieten();
      return domain;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String domains(Path folder) {
    return folder.resolve("domains").toString();
  }

  Path home() {
    return folder.resolve("domains").resolve(NAME);
  }

  /** What an operator would otherwise set before the first start, through the console. */
  private void quieten() throws IOException {
    Path settings = home().resolve("config/domain.xml");
    String text =
        Files.readString(settings)
            .replace("0.0.0.0", "127.0.0.1")
            .replace("<network-listener port=", "<network-listener address=\"127.0.0.1\" port=")
            // Cancelled timers of the bean pools hold their application until they would be due.
            .replace(
                "<hazelcast-config-specific-configuration>",
                """
                <phone-home-runtime-configuration enabled="false"/>
                <jms-service type="DISABLED" default-jms-host="default_JMS_host">
                  <jms-host name="default_JMS_host" host="127.0.0.1" port="%d" lazy-init="true"/>
                </jms-service>
                <ejb-container pool-idle-timeout-in-seconds="5"/>
                <hazelcast-config-specific-configuration enabled="false">
                """
                    .formatted(base + JMS));
    Files.writeString(settings, text);
  }

  /** Starts it and returns once it takes commands. */
  public void start() {
    List<String> command = new ArrayList<>();
    for (String word :
        local().run("start-domain", "--domaindir", domains(folder), "--dry-run", NAME)) {
      command.add(word);
    }
    // Around the command: a title before it, an empty line and a result behind it.
    int begin = indexOf(command, "java");
    int end = command.lastIndexOf("");
    process = RunningProcess.start("payara", folder, command.subList(begin, end), Map.of());
    process.say("AS_ADMIN_MASTERPASSWORD=" + masterPassword);
    process.endInput();
    awaitStart();
  }

  /** The server logs to its standard error until it has read where its log is to be. */
  private void awaitStart() {
    try {
      if (process.err().await(line -> line.contains("startup time :"), START_LIMIT).isEmpty()) {
        throw new AssertionError(process.report());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static int indexOf(List<String> command, String program) {
    for (int i = 0; i < command.size(); i++) {
      if (command.get(i).endsWith("/bin/" + program)) {
        return i;
      }
    }
    throw new AssertionError("no " + program + " in " + command);
  }

  /** Commands for the running domain. */
  public Asadmin asadmin() {
    return new Asadmin(
        payara,
        folder,
        List.of(
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(base + ADMIN),
            "--user",
            "admin",
            "--passwordfile",
            passwords.toString()));
  }

  private Asadmin local() {
    return new Asadmin(
        payara, folder, List.of("--user", "admin", "--passwordfile", passwords.toString()));
  }

  /** Has it speak HTTPS alone, with the server's certificate; while it runs. */
  public void speakHttps(Path pki) {
    String network = "configs.config.server-config.network-config.";
    String protocol = network + "protocols.protocol.http-listener-2.";
    String tls = protocol + "ssl.";
    Asadmin asadmin = asadmin();
    asadmin.run("create-password-alias", "securechat-listener");
    asadmin.run(
        "set",
        network + "network-listeners.network-listener.http-listener-1.enabled=false",
        tls + "classname=org.glassfish.grizzly.config.ssl.JSSEImplementation",
        tls + "cert-nickname=server",
        tls + "key-store=" + keyStore(pki),
        tls + "trust-store=" + trustStore(pki),
        tls + "key-store-password=${ALIAS=securechat-listener}",
        tls + "trust-store-password=${ALIAS=securechat-listener}",
        tls + "client-auth=want",
        tls + "renegotiate-on-client-auth-want=false",
        tls + "tls12-enabled=true",
        tls + "tls13-enabled=true",
        protocol + "http.http2-enabled=false");
  }

  private Path keyStore(Path pki) {
    try {
      Credentials server =
          PemFiles.credentials(pki.resolve("issued/server.pem"), pki.resolve("issued/server.key"));
      return store(
          "listener-key.p12",
          store ->
              store.setKeyEntry(
                  "server",
                  server.privateKey(),
                  storePassword.toCharArray(),
                  server.chain().toArray(new X509Certificate[0])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path trustStore(Path pki) {
    return store(
        "listener-trust.p12",
        store ->
            store.setCertificateEntry("ca", PemFiles.certificates(pki.resolve("ca.pem")).get(0)));
  }

  /** What is put into a key store. */
  private interface Content {
    void addTo(KeyStore store) throws GeneralSecurityException, IOException;
  }

  private Path store(String name, Content content) {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      content.addTo(store);
      store.store(out, storePassword.toCharArray());
      return file;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public int httpsPort() {
    return base + HTTPS;
  }

  public RunningProcess process() {
    return process;
  }

  private static int freeBase() {
    for (int attempt = 0; attempt < 50; attempt++) {
      int base = 100 * ThreadLocalRandom.current().nextInt(200, 320);
      if (isFree(base)) {
        return base;
      }
    }
    throw new AssertionError("no port base is free");
  }

  private static boolean isFree(int base) {
    for (int offset : OFFSETS) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), base + offset));
      } catch (IOException _) {
        return false;
      }
    }
    return true;
  }

  private static String random() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
