package org.securechat.client.demo;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.securechat.client.ClientException;
import org.securechat.client.attack.target.Target;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.evidence.BundleExport;
import org.securechat.client.identity.Identity;
import org.securechat.client.identity.IdentityFiles;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.Contradiction;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.Registration;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.SessionListener;
import org.securechat.client.session.SessionSettings;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.client.storage.RoomArchive;
import org.securechat.client.storage.UserDataFolder;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.RevocationPolicy;

/** One of the two who talk: a client like any other, with a data folder of its own. */
final class DemoUser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int PASSWORD_LENGTH = 18;

  private final String name;
  private final Path pki;
  private final Identity identity;
  private final SessionSettings settings;
  private final BlockingQueue<RoomMessage> heard = new LinkedBlockingQueue<>();
  private final Queue<String> alarms = new ConcurrentLinkedQueue<>();
  private ChatSession session;

  /**
   * A user with a certificate.
   *
   * @param folder where password and data are kept
   */
  DemoUser(String name, ServerAddress server, Path pki, Path folder) throws Exception {
    this.name = name;
    this.pki = pki;
    IdentityFiles files =
        IdentityFiles.find(
            pki,
            Optional.of(name),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    this.identity = Identity.load(files, RevocationPolicy.REFUSE);
    String password = password();
    OwnerOnly.createFolder(folder);
    OwnerOnly.write(folder.resolve("password"), (password + "\n").getBytes(StandardCharsets.UTF_8));
    Clock clock = Clock.systemUTC();
    this.settings =
        new SessionSettings(
            ConnectionSettings.of(server, identity.credentials(), identity.rules(clock), clock),
            name,
            Optional.of(password::toCharArray),
            new UserDataFolder(folder),
            identity.authorities(),
            identity.revocations(),
            false);
  }

  private DemoUser(String name, Path pki, Identity identity, SessionSettings settings) {
    this.name = name;
    this.pki = pki;
    this.identity = identity;
    this.settings = settings;
  }

  /** The same user, who goes to another server of the same cluster; not logged in. */
  DemoUser at(ServerAddress server) {
    Clock clock = Clock.systemUTC();
    return new DemoUser(
        name,
        pki,
        identity,
        new SessionSettings(
            ConnectionSettings.of(server, identity.credentials(), identity.rules(clock), clock),
            name,
            settings.password(),
            settings.data(),
            identity.authorities(),
            identity.revocations(),
            false));
  }

  private static String password() {
    byte[] random = new byte[PASSWORD_LENGTH];
    Providers.random().nextBytes(random);
    return Base64.getUrlEncoder().encodeToString(random);
  }

  String name() {
    return name;
  }

  void register() throws ClientException {
    Registration.register(settings.connection(), name, settings.password().orElseThrow());
  }

  /** Logs in; from now on everything in this user's rooms is heard and checked. */
  void logIn() throws ClientException {
    session = ChatSession.open(settings, new Ears(), true);
  }

  ChatSession session() {
    return session;
  }

  private final class Ears implements SessionListener {
    @Override
    public void message(RoomMessage message) {
      heard.add(message);
    }

    @Override
    public void alarm(String room, TranscriptFinding finding) {
      alarms.add(room + ": " + finding);
    }

    @Override
    public void contradiction(Contradiction found) {
      alarms.add(found.room() + ": " + found.meaning());
    }

    @Override
    public void trouble(ClientException problem) {
      alarms.add(problem.getMessage());
    }
  }

  /**
   * Waits until a user has sent that to a room.
   *
   * @throws ClientException if it does not come, or anything that comes does not verify
   */
  RoomMessage hear(String room, String sender, String text)
      throws ClientException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      RoomMessage message = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (!alarms.isEmpty()) {
        throw new ClientException(name + " was alarmed: " + alarms);
      }
      if (message == null) {
        throw new ClientException(name + " did not hear '" + text + "' from " + sender);
      }
      if (!message.verified()) {
        throw new ClientException(name + " heard something false: " + message.reasons());
      }
      boolean said =
          message.body() instanceof MessageBody.Said line
              && line.content().words().equals(Optional.of(text));
      if (said && message.room().equals(room) && message.sender().equals(sender)) {
        return message;
      }
    }
  }

  /** Says good-bye and is given a receipt for each room. */
  List<ReceiptOutcome> leave() throws ClientException {
    List<ReceiptOutcome> receipts = session.bye();
    session = null;
    if (!alarms.isEmpty()) {
      throw new ClientException(name + " was alarmed: " + alarms);
    }
    for (ReceiptOutcome receipt : receipts) {
      if (!receipt.verified()) {
        throw new ClientException("the receipt for " + receipt.room() + ": " + receipt.faults());
      }
    }
    return receipts;
  }

  /** Writes the evidence that belongs to a kept receipt. */
  void export(ReceiptOutcome receipt, Path bundle) throws Exception {
    Path account = settings.data().account(settings.connection().server().folderName(), name);
    RoomArchive archive = RoomArchive.find(account, receipt.room()).orElseThrow();
    new BundleExport(archive, account, identity.authorities(), RevocationPolicy.REFUSE)
        .write(receipt.folder(), bundle);
  }

  List<X509Certificate> authorities() {
    return identity.authorities();
  }

  /** The server as this user sees it, for attacks that begin at their account. */
  Target target() {
    return new Target(
        settings.connection().server(),
        name,
        identity.credentials(),
        settings.connection().rules(),
        settings.password(),
        Optional.of(pki),
        Target.PATIENCE);
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
