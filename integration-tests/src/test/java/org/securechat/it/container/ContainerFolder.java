package org.securechat.it.container;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.it.process.Installation;
import org.securechat.it.testbed.Folders;

/**
 * The folder of the container under test, its PKI and its ports, and the system properties by which
 * {@code arquillian.xml} learns of them.
 */
final class ContainerFolder {

  static final String CHAT_PORT = "it.chat.port";
  static final String PKI = "it.pki";

  private static final String LOOPBACK_ONLY =
      "set configs.config.server-config.network-config.network-listeners.network-listener"
          + ".http-listener.address=127.0.0.1\n";

  private ContainerFolder() {}

  private static CertificateFiles alice;
  private static CertificateFiles bob;

  static CertificateFiles alice() {
    return alice;
  }

  static CertificateFiles bob() {
    return bob;
  }

  static void prepare() throws IOException, ClientException {
    Path folder = Folders.create();
    // The container outlives the tests that use it, but not this process.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(folder)));
    PkiFolder pki = PkiFolder.withServer(folder.resolve("pki"));
    pki.issueFiles(
        ContainerTestUser.CERTIFICATE,
        CertificateKind.CLIENT,
        order -> order.withAlternativeNames(ContainerTestUser.alternativeNames()));
    alice = pki.client("alice");
    bob = pki.client("bob");
    Path connector = EarAsWar.copyConnector(Installation.ear(), folder);
    Path before = folder.resolve("pre-boot.txt");
    Files.writeString(before, LOOPBACK_ONLY);
    Path after = folder.resolve("post-boot.txt");
    Files.writeString(after, "deploy " + connector + "\n");
    int chatPort = freePort();
    System.setProperty(CHAT_PORT, Integer.toString(chatPort));
    System.setProperty(PKI, pki.root().toString());
    System.setProperty(
        "it.micro.jar", Path.of("target/payara-micro.jar").toAbsolutePath().toString());
    System.setProperty("it.http.port", Integer.toString(freePort()));
    System.setProperty("it.pre.boot.commands", before.toString());
    System.setProperty("it.post.boot.commands", after.toString());
    System.setProperty(
        "it.jvm.options",
        String.join(
            " ",
            "-Xmx768m",
            "-XX:TieredStopAtLevel=1",
            "-Dsecurechat.data=" + folder,
            "-Dsecurechat.pki=" + pki.root(),
            "-Dsecurechat.bind=127.0.0.1",
            "-Dsecurechat.port=" + chatPort,
            "-Dsecurechat.db.class=org.securechat.server.embedded.EmbeddedDatabase",
            "-Dsecurechat.db.user=securechat",
            "-Dsecurechat.db.password=securechat",
            "-Dsecurechat.db.url=jdbc:h2:file:"
                + folder.resolve("securechat")
                + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"));
  }

  /** Free a moment ago: the container takes a number and not a socket. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
