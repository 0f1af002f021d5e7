package org.securechat.it.container;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.handshake.ClientHandshake;
import org.securechat.protocol.handshake.ClientStep;
import org.securechat.protocol.handshake.ServerHandshakeState;
import org.securechat.protocol.handshake.ServerStep;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.wire.Frame;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.AuthenticationService;
import org.securechat.server.handshake.HandshakeService;

/**
 * A user who calls the beans from inside the container. The certificate is one that was issued
 * before the container started; it names all users in a list of alternative names.
 */
final class ContainerTestUser {

  /** The name of the certificate that all users share. */
  static final String CERTIFICATE = "visitor";

  static final int THREADS = 50;

  private final String name;
  private final Credentials credentials;
  private final CertificateRules trust;
  private final SecretBytes key = SecretBytes.random(32);

  private ContainerTestUser(String name, Credentials credentials, CertificateRules trust) {
    this.name = name;
    this.credentials = credentials;
    this.trust = trust;
  }

  /** The alternative names of all users. */
  static List<String> alternativeNames() {
    List<String> names =
        new ArrayList<>(
            List.of("rollback", "superseded", "threads", "handshake", "login", "receipt"));
    IntStream.range(0, THREADS).forEach(i -> names.add("threads-" + i));
    return names.stream().map(name -> "uri:securechat:user:" + name).toList();
  }

  static ContainerTestUser named(String name) throws Exception {
    Path pki = Path.of(System.getProperty("securechat.pki"));
    Path issued = pki.resolve("issued");
    return new ContainerTestUser(
        name,
        PemFiles.credentials(
            issued.resolve(CERTIFICATE + ".pem"), issued.resolve(CERTIFICATE + ".key")),
        new CertificateRules(
            PemFiles.certificates(pki.resolve("ca.pem")),
            new CrlFile(pki.resolve("crl.pem")),
            RevocationPolicy.REFUSE,
            Clock.systemUTC()));
  }

  String name() {
    return name;
  }

  CertificateRules trust() {
    return trust;
  }

  private PeerIdentity identity() throws Exception {
    return trust.verify(credentials.chain(), Purpose.CLIENT);
  }

  AuthenticatedUser register(AuthenticationService accounts) throws Exception {
    Request.Register request =
        new Request.Register(1, name, SecretBytes.random(16).expose(), KdfParameters.DEFAULT, key);
    return accounts.register(request, identity(), InetAddress.getLoopbackAddress());
  }

  AuthenticatedUser login(AuthenticationService accounts) throws Exception {
    return login(accounts, key);
  }

  AuthenticatedUser login(AuthenticationService accounts, SecretBytes other) throws Exception {
    return accounts.login(
        new Request.Login(1, name, Optional.of(other)),
        identity(),
        InetAddress.getLoopbackAddress());
  }

  /** Runs the client's handshake against the bean until both are done. */
  ServerHandshakeState.Completed shakeHandsWith(HandshakeService server) throws Exception {
    ClientHandshake client =
        new ClientHandshake(
            ClientHandshake.Settings.of(credentials, trust, "127.0.0.1", Clock.systemUTC()));
    ServerHandshakeState state =
        server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    ClientStep step = client.start();
    while (!(state instanceof ServerHandshakeState.Completed)) {
      List<Frame> answers = new ArrayList<>();
      for (Frame frame : step.outgoing()) {
        ServerStep next = server.advance(state, frame);
        state = next.next();
        answers.addAll(next.outgoing());
      }
      for (Frame answer : answers) {
        step = client.receive(step.next(), answer);
      }
    }
    return (ServerHandshakeState.Completed) state;
  }
}
