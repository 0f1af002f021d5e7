package org.securechat.client.scripted;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Kinds;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.handshake.ServerHandshake;
import org.securechat.protocol.handshake.ServerHandshakeState;
import org.securechat.protocol.handshake.ServerStep;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameInput;
import org.securechat.protocol.wire.ProtocolException;

/** A server in the test's own process, which tells the truth unless it is told otherwise. */
public final class ScriptedServer implements AutoCloseable {
  /** The least that the protocol accepts: tests derive keys often. */
  static final KdfParameters CHEAP = new KdfParameters(8192, 1, 1);

  private volatile Thread accepting;
  private final PkiFolder pki;
  final Credentials receipts;
  final Map<String, ScriptedRoom> rooms = new ConcurrentHashMap<>();
  final Map<String, byte[]> certificates = new ConcurrentHashMap<>();
  final Map<String, Request.Register> accounts = new ConcurrentHashMap<>();
  final List<Peer> peers = new CopyOnWriteArrayList<>();

  /** What members have said of receipts. */
  public final ScriptedFiles files = new ScriptedFiles();

  public final ScriptedInvitations invitations = new ScriptedInvitations();

  public final List<Request.Countersign> countersignatures = new CopyOnWriteArrayList<>();

  /** What becomes of an entry on its way out; empty to withhold it. */
  volatile Function<Entry, Optional<Entry>> lie = Optional::of;

  /** What becomes of an answer to a search; empty for {@code forbidden}. */
  volatile Function<Answer.SearchAnswer, Optional<Answer.SearchAnswer>> searchLie = Optional::of;

  volatile UnaryOperator<byte[]> receiptLie = UnaryOperator.identity();

  /** Whether to hang up instead of acknowledging the next message. */
  volatile boolean hangUpAfterCommit;

  volatile boolean hangUpAfterPush;

  volatile boolean unavailableAfterCommit;

  /** Whether to hang up instead of storing the next message. */
  volatile boolean hangUpBeforeCommit;

  /** Whether the next message stays undecided for now, and how its connection fares meanwhile. */
  volatile Optional<Undecided> undecided = Optional.empty();

  /** What is undecided, by the session that asked for it. */
  final Map<String, Runnable> held = new ConcurrentHashMap<>();

  /** What becomes of an undecided message when its session is settled. */
  public enum Undecided {
    /** The connection is lost; the line comes when a login settles the session, or later. */
    COMMITTED,
    /** The connection is lost, and the message with it. */
    DROPPED,
    /** The connection stays, and there is no answer. */
    SILENT
  }

  /** How often a login may not settle anything yet. */
  final AtomicInteger unsettled = new AtomicInteger();

  /** What is done once before the next login that settles a session is answered. */
  volatile Runnable beforeSettledLogin = () -> {};

  /** What the next message is answered with instead of being stored. */
  volatile Optional<ErrorCode> refusal = Optional.empty();

  /** The kinds of messages that it says it takes. */
  public volatile List<String> kinds = Kinds.OF_PEOPLE;

  /** Everything that was asked to be stored, in the order it came, refused or not. */
  public final List<MessagePayload> asked = new CopyOnWriteArrayList<>();

  /** The codes that messages were refused with. */
  public final List<ErrorCode> refused = new CopyOnWriteArrayList<>();

  private final AtomicInteger handshakesRefused = new AtomicInteger();
  private final ServerHandshake handshake;
  private volatile ServerSocket socket;
  private final int port;

  /** A server that listens on a free loopback port. */
  public ScriptedServer(PkiFolder pki) throws Exception {
    this(pki, pki.issue(CertificateOrder.of("server", CertificateKind.SERVER).replacing()));
  }

  /** A server with that certificate. */
  public ScriptedServer(PkiFolder pki, Credentials own) throws Exception {
    this.pki = pki;
    receipts =
        pki.issue(
            CertificateOrder.of("receipts", CertificateKind.RECEIPT)
                .withServer("scripted")
                .replacing());
    handshake =
        new ServerHandshake(ServerHandshake.Settings.of(own, pki.rules(), Clock.systemUTC()));
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port = socket.getLocalPort();
    listen(socket);
  }

  /** Where it listens. */
  public ServerAddress address() {
    return new ServerAddress("127.0.0.1", port);
  }

  /** Opens an account without the cost that a real password has. */
  public void register(String user, String password) {
    byte[] salt = new byte[PasswordKey.SALT_LENGTH];
    SecretBytes key = PasswordKey.derive(password.toCharArray(), salt, CHEAP);
    accounts.put(user, new Request.Register(1, user, salt, CHEAP, key));
  }

  /** The hashes of the authority's lists now. */
  List<String> lists() {
    try {
      List<String> hashes = new ArrayList<>();
      for (X509CRL list : PemFiles.crls(pki.root().resolve("crl.pem"))) {
        hashes.add(Digests.sha256Hex(list.getEncoded()));
      }
      return hashes;
    } catch (IOException | CRLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has a certificate for those who ask. */
  public void knows(X509Certificate certificate) {
    try {
      byte[] der = certificate.getEncoded();
      certificates.put(Digests.sha256Hex(der), der);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a room. */
  public ScriptedRoom room(String name) {
    return rooms.computeIfAbsent(name, any -> new ScriptedRoom(this, name));
  }

  /** From now on entries go out as this makes them; empty withholds one. */
  public void lie(Function<Entry, Optional<Entry>> how) {
    lie = how;
  }

  /** The same line with a chain value that no line of the room has. */
  public static Entry underAnotherChain(Entry entry) {
    return new Entry(
        entry.room(),
        entry.position(),
        entry.receivedAt(),
        entry.line(),
        "0".repeat(64),
        entry.message());
  }

  /** From now on answers to searches go out as this makes them; empty refuses. */
  public void lieInSearches(Function<Answer.SearchAnswer, Optional<Answer.SearchAnswer>> how) {
    searchLie = how;
  }

  /** From now on receipts go out as this makes them, properly signed. */
  public void lieInReceipts(UnaryOperator<byte[]> how) {
    receiptLie = how;
  }

  /** Hangs up on the next message instead of acknowledging it, after or before storing it. */
  public void hangUpOnNextMessage(boolean stored) {
    hangUpAfterCommit = stored;
    hangUpBeforeCommit = !stored;
  }

  /** Writes the next message and answers that it cannot. */
  public void writeButSayUnavailable() {
    unavailableAfterCommit = true;
  }

  /** Pushes the line of the next message to its author, and cuts the connection. */
  public void pushAndHangUp() {
    hangUpAfterPush = true;
  }

  /** Has the next message undecided until its session is settled, or {@link #commitHeld}. */
  public void leaveNextMessageUndecided(Undecided how) {
    undecided = Optional.of(how);
  }

  /** Writes what was undecided. */
  public void commitHeld() {
    held.keySet().forEach(this::settle);
  }

  void settle(String session) {
    Runnable commit = held.remove(session);
    if (commit != null) {
      commit.run();
    }
  }

  /** The next logins cannot settle anything. */
  public void refuseToSettle(int times) {
    unsettled.set(times);
  }

  /** Before the next login that settles a session is answered, and after it is settled. */
  public void beforeSettledLogin(Runnable what) {
    beforeSettledLogin = what;
  }

  /** Refuses the next message, in the place of PROTOCOL.md 8.3 where that code belongs. */
  public void refuseNextMessage(ErrorCode code) {
    refusal = Optional.of(code);
  }

  /** Stores the last message of a room once more. */
  public void replayLast(String room) {
    List<Entry> said = room(room).entries();
    Entry last = said.get(said.size() - 1);
    String[] fields = last.line().split("\\|", -1);
    Entry again =
        room(room).append(fields[2], certificates.get(fields[3]), last.message().orElseThrow());
    push(new ServerMessage.MessagePush(again), room);
  }

  /** Cuts every connection without a word. */
  public void cut() {
    peers.forEach(Peer::cut);
  }

  /** Stops to listen and cuts every connection. */
  public void stop() throws IOException {
    socket.close();
    try {
      // While a thread still waits for connections, the system goes on taking them.
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    cut();
  }

  /** Listens again, on the same port. */
  public void restart() throws IOException {
    socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    listen(socket);
  }

  /** How many connections are open. */
  public int connections() {
    return peers.size();
  }

  /** How many peers were refused by their certificates or otherwise. */
  public int handshakesRefused() {
    return handshakesRefused.get();
  }

  @Override
  public void close() throws IOException {
    stop();
  }

  private void listen(ServerSocket listening) {
    accepting =
        daemon(() -> {
          while (true) {
            try {
              Peer peer = new Peer(listening.accept());
              peers.add(peer);
              var _ = daemon(peer::serve);
            } catch (IOException _) {
              return;
            }
          }
        });
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "scripted-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  void push(ServerMessage message, String room) {
    for (Peer peer : peers) {
      if (peer.requests != null && rooms.get(room).members.contains(peer.requests.user())) {
        peer.send(message);
      }
    }
  }

  /** One connection. */
  final class Peer {
    private final Socket socket;
    private volatile SecureChannel channel;
    private volatile ScriptedRequests requests;

    Peer(Socket socket) {
      this.socket = socket;
    }

    void cut() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void write(Frame frame) {
      try {
        socket.getOutputStream().write(frame.encoded());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void send(ServerMessage message) {
      try {
        channel.send(ServerMessageCodec.write(message), this::write);
      } catch (UncheckedIOException _) {
        cut();
      }
    }

    void sayClose() {
      channel.sendClose(this::write);
    }

    String channelBinding() {
      return channel.channelBinding();
    }

    private void serve() {
      try (socket) {
        FrameInput in = new FrameInput(new BufferedInputStream(socket.getInputStream()));
        if (shakeHands(in)) {
          answer(in);
        }
      } catch (IOException | UncheckedIOException | ProtocolException _) {
        // The test sees it from the other side.
      } catch (Exception e) {
        throw new IllegalStateException(e);
      } finally {
        peers.remove(this);
      }
    }

    private boolean shakeHands(FrameInput in) throws IOException {
      ServerHandshakeState state = handshake.start();
      while (true) {
        try {
          Optional<Frame> frame = in.read();
          if (frame.isEmpty()) {
            return false;
          }
          ServerStep step = handshake.receive(state, frame.get());
          step.outgoing().forEach(this::write);
          state = step.next();
          if (state instanceof ServerHandshakeState.Completed completed) {
            channel = completed.channel();
            return true;
          }
          if (state instanceof ServerHandshakeState.Refused) {
            return false;
          }
        } catch (ProtocolException e) {
          handshakesRefused.incrementAndGet();
          write(handshake.alert(state, e.alert()));
          return false;
        }
      }
    }

    private void answer(FrameInput in) throws Exception {
      requests = new ScriptedRequests(ScriptedServer.this, this, channel.peer());
      while (true) {
        Optional<Frame> frame = in.read();
        if (frame.isEmpty()) {
          return;
        }
        Received received = channel.receive(frame.get());
        if (!(received instanceof Received.Data data)) {
          return;
        }
        if (!requests.answer(RequestCodec.read(data.data()))) {
          return;
        }
      }
    }
  }
}
