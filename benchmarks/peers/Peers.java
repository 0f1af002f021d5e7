import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The same load as {@code securechat bench} on other servers: MQTT 3.1.1 with QoS 1, and XMPP with
 * SCRAM-SHA-1, both over TLS 1.3 from the first byte. One file without dependencies:
 *
 * <pre>java Peers.java mqtt|xmpp login|fanout|latency|ingest|idle KEY=VALUE ...</pre>
 *
 * Keys: port, pids (separated by commas), store (PKCS#12 with the authority and a client's
 * certificate), seconds, warmup, connections, people, rooms, members, window, size. It prints one JSON
 * object in the form of {@code securechat bench --json}, and ends with 1 if something was lost,
 * doubled, reordered or altered.
 */
final class Peers {
  static final String PASSWORD = "benchmark";
  static final String HOST = "bench.local";
  static final String CONFERENCE = "conference." + HOST;

  final Map<String, String> settings = new HashMap<>();
  final String protocol;
  final LongAdder wrong = new LongAdder();
  volatile String firstWrong = "";
  ThreadFactory threads;
  KeyManagerFactory keys;
  TrustManagerFactory trust;

  Peers(String protocol) {
    this.protocol = protocol;
  }

  public static void main(String[] args) throws Exception {
    Peers peers = new Peers(args[0]);
    for (String setting : Arrays.asList(args).subList(2, args.length)) {
      int equals = setting.indexOf('=');
      peers.settings.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    peers.prepare();
    String report =
        switch (args[1]) {
          case "login" -> peers.logins();
          case "fanout" ->
              peers.traffic(
                  "fanout",
                  peers.number("rooms", 10),
                  peers.number("members", 20),
                  peers.number("window", 16),
                  false);
          case "latency" -> peers.traffic("latency", 1, 2, 1, true);
          case "ingest" ->
              peers.traffic(
                  "ingest", peers.number("rooms", 64), 1, peers.number("window", 16), false);
          case "idle" -> peers.idle();
          default -> throw new IllegalArgumentException(args[1]);
        };
    System.out.println(report);
    System.exit(peers.wrong.sum() == 0 ? 0 : 1);
  }

  int number(String key, int otherwise) {
    return Integer.parseInt(settings.getOrDefault(key, Integer.toString(otherwise)));
  }

  void prepare() throws Exception {
    char[] password = PASSWORD.toCharArray();
    KeyStore store = KeyStore.getInstance(Path.of(settings.get("store")).toFile(), password);
    keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    // The authority is the last of the client's chain.
    KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
    authorities.load(null, null);
    for (String alias : Collections.list(store.aliases())) {
      var chain = store.getCertificateChain(alias);
      if (chain != null) {
        authorities.setCertificateEntry("authority", chain[chain.length - 1]);
      }
    }
    trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
  }

  void fault(String what) {
    wrong.increment();
    if (firstWrong.isEmpty()) {
      firstWrong = what;
    }
  }

  /** Each connection has a context of its own: no handshake may be shortened by an earlier one. */
  SSLSocket connect() throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    Socket plain = new Socket();
    plain.setTcpNoDelay(true);
    plain.connect(new InetSocketAddress("127.0.0.1", number("port", 0)), 10_000);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, HOST, number("port", 0), true);
    socket.startHandshake();
    return socket;
  }

  Session open(String user) throws Exception {
    return open(user, "bench");
  }

  Session open(String user, String device) throws Exception {
    Session session = protocol.equals("mqtt") ? new Mqtt(this) : new Xmpp(this);
    session.open(user, device);
    return session;
  }

  // ------------------------------------------------------------------ login

  String logins() throws Exception {
    int connections = number("connections", 8);
    threads = Thread.ofPlatform().daemon().factory();
    for (int i = 0; i < connections; i++) {
      register("login-" + i);
      open("login-" + i).bye();
    }
    repeatLogins(connections, number("warmup", 5), new Times(), new LongAdder());
    Times times = new Times();
    LongAdder done = new LongAdder();
    Meter meter = new Meter();
    repeatLogins(connections, number("seconds", 10), times, done);
    return meter.report("login", done.sum(), "all_with_farewell", times, null, null);
  }

  void repeatLogins(int connections, int seconds, Times times, LongAdder done) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Work> work = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      String user = "login-" + i;
      work.add(() -> {
        while (System.nanoTime() < end) {
          long begun = System.nanoTime();
          open(user).bye();
          times.add(System.nanoTime() - begun);
          done.increment();
        }
      });
    }
    all(work, connections);
  }

  void register(String user) throws Exception {
    if (protocol.equals("xmpp")) {
      new Xmpp(this).register(user);
    }
  }

  interface Work {
    void run() throws Exception;
  }

  void all(List<Work> work, int atOnce) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(atOnce, threads)) {
      List<Future<?>> futures = new ArrayList<>();
      for (Work each : work) {
        futures.add(
            executor.submit(() -> {
              each.run();
              return null;
            }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    }
  }

  // ------------------------------------------------------------------ idle

  /** Connections that do nothing, several of each user. */
  String idle() throws Exception {
    int connections = number("connections", 1000);
    int people = number("people", 200);
    threads = Thread.ofPlatform().daemon().factory();
    for (int i = 0; i < people; i++) {
      register("bench-" + i);
    }
    // The first one has the server load what a login needs.
    open("bench-0", "first").bye();
    Meter meter = new Meter();
    List<Session> sessions = Collections.synchronizedList(new ArrayList<>());
    List<Work> work = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      String user = "bench-" + i % people;
      String device = "device-" + i / people;
      work.add(() -> sessions.add(open(user, device)));
    }
    all(work, 8);
    Thread.sleep(number("seconds", 10) * 1000L);
    String report = meter.report("idle", sessions.size(), "none", new Times(), null, null);
    for (Session session : sessions) {
      session.bye();
    }
    return report;
  }

  // ------------------------------------------------------------------ traffic

  /** Who is in which room, what was said there, and what has arrived. */
  final class Member implements Heard {
    final String user;
    final String room;
    final String sender;
    Session session;

    /** The number that has to come next. */
    int next;

    volatile Part part;

    Member(String user, String room, String sender) {
      this.user = user;
      this.room = room;
      this.sender = sender;
    }

    @Override
    public void heard(String text, long now) {
      int space = text.indexOf(' ');
      int number = Integer.parseInt(text.substring(0, space));
      if (number != next) {
        fault(user + " in " + room + " got message " + number + " in place of " + next);
      }
      next = number + 1;
      if (!text.equals(text(number))) {
        fault(user + " in " + room + " got another text");
      }
      part.arrived(room, number, now, user.equals(sender));
    }

    @Override
    public void acknowledged(int number, long now) {
      part.arrived(room, number, now, true);
    }
  }

  /** Warm-up or measurement. */
  final class Part {
    final Map<String, long[]> since = new ConcurrentHashMap<>();
    final Map<String, AtomicInteger[]> open = new ConcurrentHashMap<>();
    final LongAdder sent = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final Times acknowledgements = new Times();
    final Times deliveries = new Times();
    final Map<String, Semaphore> windows = new ConcurrentHashMap<>();
    final Map<Object, Long> starts = new ConcurrentHashMap<>();
    final boolean untilDelivered;

    Part(boolean untilDelivered) {
      this.untilDelivered = untilDelivered;
    }

    void sending(String room, int number) {
      starts.put(room + " " + number, System.nanoTime());
      sent.increment();
    }

    void arrived(String room, int number, long now, boolean own) {
      Long begun = starts.get(room + " " + number);
      if (begun == null) {
        fault("a message that was not sent: " + room + " " + number);
        return;
      }
      if (own) {
        acknowledged.increment();
        acknowledgements.add(now - begun);
      } else {
        delivered.increment();
        deliveries.add(now - begun);
      }
      if (own != untilDelivered) {
        windows.get(room).release();
      }
    }
  }

  String text(int number) {
    StringBuilder text = new StringBuilder().append(number).append(' ');
    while (text.length() < number("size", 200)) {
      text.append((char) ('a' + text.length() % 26));
    }
    return text.toString();
  }

  String traffic(String kind, int rooms, int members, int window, boolean direct) throws Exception {
    boolean few = rooms * members <= 64;
    threads = few ? Thread.ofPlatform().daemon().factory() : Thread.ofVirtual().factory();
    List<Member> all = new ArrayList<>();
    List<Member> senders = new ArrayList<>();
    for (int r = 0; r < rooms; r++) {
      for (int m = 0; m < members; m++) {
        String user = "bench-" + (r * members + m);
        register(user);
        Member member = new Member(user, direct ? "direct" : "room-" + r, "bench-" + r * members);
        member.session = open(user);
        member.session.listen(member, direct ? null : member.room);
        all.add(member);
        if (m == 0) {
          senders.add(member);
        }
      }
    }
    Map<String, Integer> numbers = new ConcurrentHashMap<>();
    part(all, senders, numbers, window, number("warmup", 5), direct);
    Meter meter = new Meter();
    Part counted = part(all, senders, numbers, window, number("seconds", 10), direct);
    long operations = kind.equals("fanout") ? counted.delivered.sum() : counted.sent.sum();
    String report =
        meter.report(
            kind,
            operations,
            "to_delivery",
            counted.deliveries,
            "to_acknowledgement",
            counted.acknowledgements);
    for (Member member : all) {
      member.session.close();
    }
    return report;
  }

  Part part(
      List<Member> all,
      List<Member> senders,
      Map<String, Integer> numbers,
      int window,
      int seconds,
      boolean direct)
      throws Exception {
    Part part = new Part(direct);
    for (Member member : all) {
      member.part = part;
      part.windows.putIfAbsent(member.room, new Semaphore(window));
    }
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Work> work = new ArrayList<>();
    for (Member sender : senders) {
      String to = direct ? "bench-1" : sender.room;
      work.add(() -> {
        int number = numbers.getOrDefault(sender.room, 0);
        while (System.nanoTime() < end) {
          if (!part.windows.get(sender.room).tryAcquire(30, TimeUnit.SECONDS)) {
            fault("nothing more came to " + sender.room);
            break;
          }
          String text = text(number);
          part.sending(sender.room, number);
          sender.session.say(to, direct, number, text);
          number++;
        }
        numbers.put(sender.room, number);
      });
    }
    all(work, senders.size());
    boolean acknowledges = protocol.equals("mqtt") || !direct;
    long others = all.size() / senders.size() - 1;
    long patience = System.nanoTime() + 30_000_000_000L;
    while (part.delivered.sum() < part.sent.sum() * others
        || (acknowledges && part.acknowledged.sum() < part.sent.sum())) {
      if (System.nanoTime() > patience) {
        fault(
            "sent "
                + part.sent.sum()
                + ", acknowledged "
                + part.acknowledged.sum()
                + ", delivered "
                + part.delivered.sum());
        break;
      }
      Thread.sleep(1);
    }
    return part;
  }

  // ------------------------------------------------------------------ figures

  /** Every duration; runs are short. */
  static final class Times {
    private long[] values = new long[1 << 12];
    private int count;

    synchronized void add(long nanos) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = nanos;
    }

    synchronized String json() {
      long[] sorted = Arrays.copyOf(values, count);
      Arrays.sort(sorted);
      return String.format(
          Locale.ROOT,
          "{\"count\":%d,\"p50\":%.1f,\"p95\":%.1f,\"p99\":%.1f,\"max\":%.1f}",
          count,
          at(sorted, 50),
          at(sorted, 95),
          at(sorted, 99),
          at(sorted, 100));
    }

    private static double at(long[] sorted, int percent) {
      int rank = (int) Math.ceil(sorted.length * percent / 100.0);
      return sorted.length == 0 ? 0 : sorted[Math.max(0, rank - 1)] / 1e3;
    }
  }

  final class Meter {
    final long begun = System.nanoTime();
    final long[] server = used();
    final long own = ticks(ProcessHandle.current().pid());

    /** Processor time in milliseconds and resident memory in KiB of all processes of the server. */
    long[] used() {
      long cpu = 0;
      long resident = 0;
      for (String pid : settings.get("pids").split(",", -1)) {
        cpu += ticks(Long.parseLong(pid)) * 10;
        resident += resident(pid);
      }
      return new long[] {cpu, resident};
    }

    long ticks(long pid) {
      try {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    long resident(String pid) {
      try {
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    String report(String kind, long operations, String one, Times ones, String two, Times twos) {
      double seconds = (System.nanoTime() - begun) / 1e9;
      long[] after = used();
      double each = Math.max(1, operations);
      String times =
          "\"" + one + "\":" + ones.json() + (two == null ? "" : ",\"" + two + "\":" + twos.json());
      return String.format(
          Locale.ROOT,
          "{\"type\":\"bench\",\"bench\":\"%s\",\"operations\":%d,\"seconds\":%.3f,"
              + "\"operations_per_second\":%.1f,\"latency_micros\":{%s},"
              + "\"server\":{\"cpu_millis\":%d,\"cpu_micros_per_operation\":%.2f,"
              + "\"resident_kib_before\":%d,\"resident_kib_after\":%d},"
              + "\"client\":{\"cpu_micros_per_operation\":%.2f},\"complete\":%b,"
              + "\"first_wrong\":[\"%s\"]}",
          kind,
          operations,
          seconds,
          operations / seconds,
          times,
          after[0] - server[0],
          (after[0] - server[0]) * 1e3 / each,
          server[1],
          after[1],
          (ticks(ProcessHandle.current().pid()) - own) * 1e4 / each,
          wrong.sum() == 0,
          firstWrong.replace('"', '\''));
    }
  }

  // ------------------------------------------------------------------ protocols

  interface Heard {
    void heard(String text, long now);

    void acknowledged(int number, long now);
  }

  abstract static class Session {
    final Peers peers;
    SSLSocket socket;
    OutputStream out;
    volatile Heard heard;
    volatile boolean closing;
    final CountDownLatch ready = new CountDownLatch(1);

    Session(Peers peers) {
      this.peers = peers;
    }

    abstract void open(String user, String device) throws Exception;

    /** Receives from now on; enters a room, or is there for direct messages. */
    abstract void listen(Heard listener, String room) throws Exception;

    abstract void say(String to, boolean direct, int number, String text) throws Exception;

    abstract void bye() throws Exception;

    void write(byte[] bytes) throws IOException {
      synchronized (out) {
        out.write(bytes);
        out.flush();
      }
    }

    void start(Work reading) {
      peers
          .threads
          .newThread(() -> {
            try {
              reading.run();
              if (!closing) {
                peers.fault("a connection was closed");
              }
            } catch (Exception e) {
              if (!closing) {
                peers.fault("a connection was lost: " + e);
              }
            }
          })
          .start();
    }

    void awaitReady() throws Exception {
      if (!ready.await(30, TimeUnit.SECONDS)) {
        throw new IOException("the server did not answer");
      }
    }

    void close() throws IOException {
      closing = true;
      socket.close();
    }
  }

  /** MQTT 3.1.1 (OASIS), QoS 1 both ways. */
  static final class Mqtt extends Session {
    private DataInputStream in;

    Mqtt(Peers peers) {
      super(peers);
    }

    @Override
    void open(String user, String device) throws Exception {
      socket = peers.connect();
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 65_536));
      out = socket.getOutputStream();
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      text(body, "MQTT");
      body.write(new byte[] {4, (byte) 0xC2, 0, 0});
      text(body, user + "/" + device);
      text(body, user);
      text(body, PASSWORD);
      write(packet(0x10, body));
      byte[] answer = new byte[4];
      in.readFully(answer);
      if (answer[0] != 0x20 || answer[3] != 0) {
        throw new IOException("refused with " + answer[3]);
      }
    }

    private static void text(ByteArrayOutputStream body, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      body.write(bytes.length >> 8);
      body.write(bytes.length);
      body.writeBytes(bytes);
    }

    private static byte[] packet(int type, ByteArrayOutputStream body) {
      ByteArrayOutputStream packet = new ByteArrayOutputStream();
      packet.write(type);
      int rest = body.size();
      do {
        int low = rest % 128;
        rest /= 128;
        packet.write(rest > 0 ? low | 128 : low);
      } while (rest > 0);
      packet.writeBytes(body.toByteArray());
      return packet.toByteArray();
    }

    @Override
    void listen(Heard listener, String room) throws Exception {
      heard = listener;
      Member member = (Member) listener;
      start(this::read);
      // The sender is no subscriber: what it is told is the acknowledgement.
      if (!member.user.equals(member.sender)) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0);
        body.write(1);
        text(body, room == null ? member.user : room);
        body.write(1);
        write(packet(0x82, body));
        awaitReady();
      }
    }

    private void read() throws Exception {
      int first = in.read();
      while (first >= 0) {
        int length = 0;
        int shift = 0;
        int digit;
        do {
          digit = in.readUnsignedByte();
          length |= (digit & 127) << shift;
          shift += 7;
        } while ((digit & 128) != 0);
        byte[] body = new byte[length];
        in.readFully(body);
        long now = System.nanoTime();
        switch (first >> 4) {
          case 3 -> published(body, (first >> 1) & 3, now);
          // An identifier stands for a number: no more than a window of them is open.
          case 4 -> heard.acknowledged(numbers[id(body, 0)], now);
          case 9 -> ready.countDown();
          default -> throw new IOException("packet " + first);
        }
        first = in.read();
      }
    }

    private final int[] numbers = new int[65_536];

    private static int id(byte[] body, int at) {
      return (body[at] & 255) << 8 | body[at + 1] & 255;
    }

    private void published(byte[] body, int quality, long now) throws IOException {
      int at = 2 + id(body, 0);
      if (quality > 0) {
        write(new byte[] {0x40, 2, body[at], body[at + 1]});
        at += 2;
      }
      heard.heard(new String(body, at, body.length - at, StandardCharsets.UTF_8), now);
    }

    @Override
    void say(String to, boolean direct, int number, String text) throws Exception {
      int id = number % 65_535 + 1;
      numbers[id] = number;
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      text(body, to);
      body.write(id >> 8);
      body.write(id);
      body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      write(packet(0x32, body));
    }

    @Override
    void bye() throws Exception {
      write(new byte[] {(byte) 0xE0, 0});
      close();
    }
  }

  /** XMPP (RFC 6120), SCRAM-SHA-1 (RFC 5802), rooms by XEP-0045, accounts by XEP-0077. */
  static final class Xmpp extends Session {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Derived once for each user, as a client would keep it. */
    private static final Map<String, byte[]> SALTED = new ConcurrentHashMap<>();

    private XMLStreamReader in;
    private String user;

    Xmpp(Peers peers) {
      super(peers);
    }

    private void send(String xml) throws IOException {
      write(xml.getBytes(StandardCharsets.UTF_8));
    }

    private void stream() throws Exception {
      send(
          "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
              + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='"
              + HOST
              + "'>");
      XMLInputFactory factory = XMLInputFactory.newInstance();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      in = factory.createXMLStreamReader(socket.getInputStream());
      while (in.next() != XMLStreamConstants.START_ELEMENT) {
        // The header of the stream.
      }
      next("features");
    }

    /** A stanza: its name, attributes, all text of its body, and the status codes in it. */
    private record Stanza(String name, Map<String, String> attributes, String text, String codes) {}

    private Stanza next() throws Exception {
      int event = in.next();
      while (event != XMLStreamConstants.START_ELEMENT) {
        if (event == XMLStreamConstants.END_ELEMENT || event == XMLStreamConstants.END_DOCUMENT) {
          return null;
        }
        event = in.next();
      }
      return stanza();
    }

    private Stanza stanza() throws XMLStreamException {
      String name = in.getLocalName();
      Map<String, String> attributes = new HashMap<>();
      for (int i = 0; i < in.getAttributeCount(); i++) {
        attributes.put(in.getAttributeLocalName(i), in.getAttributeValue(i));
      }
      StringBuilder text = new StringBuilder();
      StringBuilder codes = new StringBuilder();
      String inside = name;
      for (int depth = 1; depth > 0; ) {
        switch (in.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            depth++;
            inside = in.getLocalName();
            if (inside.equals("status")) {
              codes.append(in.getAttributeValue(null, "code")).append(' ');
            }
          }
          case XMLStreamConstants.END_ELEMENT -> {
            depth--;
            inside = "";
          }
          case XMLStreamConstants.CHARACTERS -> {
            if (inside.equals("body") || inside.equals(name)) {
              text.append(in.getText());
            }
          }
          default -> {
            // Nothing that counts.
          }
        }
      }
      return new Stanza(name, attributes, text.toString(), codes.toString());
    }

    private Stanza next(String name) throws Exception {
      Stanza stanza = next();
      if (stanza == null || !stanza.name().equals(name)) {
        throw new IOException("expected " + name + " and got " + stanza);
      }
      return stanza;
    }

    void register(String name) throws Exception {
      socket = peers.connect();
      out = socket.getOutputStream();
      stream();
      send(
          "<iq type='set' id='r'><query xmlns='jabber:iq:register'><username>"
              + name
              + "</username><password>"
              + PASSWORD
              + "</password></query></iq>");
      // An account that is there already is as good; what is wrong shows at the login.
      next("iq");
      close();
    }

    @Override
    void open(String name, String device) throws Exception {
      user = name;
      socket = peers.connect();
      out = socket.getOutputStream();
      stream();
      authenticate();
      stream();
      send(
          "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
              + "<resource>"
              + device
              + "</resource></bind></iq>");
      next("iq");
    }

    private void authenticate() throws Exception {
      byte[] random = new byte[18];
      RANDOM.nextBytes(random);
      String bare = "n=" + user + ",r=" + Base64.getEncoder().encodeToString(random);
      String ns = " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
      send("<auth" + ns + " mechanism='SCRAM-SHA-1'>" + base64("n,," + bare) + "</auth>");
      String challenge = decoded(next("challenge").text());
      String[] parts = challenge.split(",", 3);
      String without = "c=biws," + parts[0];
      byte[] salted = salted(parts[1].substring(2), Integer.parseInt(parts[2].substring(2)));
      byte[] clientKey = hmac(salted, "Client Key");
      byte[] stored = MessageDigest.getInstance("SHA-1").digest(clientKey);
      byte[] signature = hmac(stored, bare + "," + challenge + "," + without);
      for (int i = 0; i < clientKey.length; i++) {
        clientKey[i] ^= signature[i];
      }
      String proof = Base64.getEncoder().encodeToString(clientKey);
      send("<response" + ns + ">" + base64(without + ",p=" + proof) + "</response>");
      next("success");
    }

    private byte[] salted(String salt, int iterations) throws Exception {
      String key = user + " " + salt + " " + iterations;
      byte[] known = SALTED.get(key);
      if (known == null) {
        known =
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                .generateSecret(
                    new PBEKeySpec(
                        PASSWORD.toCharArray(), Base64.getDecoder().decode(salt), iterations, 160))
                .getEncoded();
        SALTED.put(key, known);
      }
      return known;
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    @Override
    void listen(Heard listener, String room) throws Exception {
      heard = listener;
      start(this::read);
      send(
          room == null
              ? "<presence/>"
              : "<presence to='"
                  + room
                  + "@"
                  + CONFERENCE
                  + "/"
                  + user
                  + "'><x xmlns='http://jabber.org/protocol/muc'>"
                  + "<history maxstanzas='0'/></x></presence>");
      awaitReady();
    }

    private void read() throws Exception {
      Stanza stanza = next();
      while (stanza != null) {
        long now = System.nanoTime();
        String from = stanza.attributes().getOrDefault("from", "");
        if (stanza.name().equals("presence") && from.endsWith("/" + user)
            || stanza.name().equals("presence") && from.endsWith("/bench")) {
          ready.countDown();
        } else if (stanza.name().equals("message") && !stanza.text().isEmpty()) {
          heard.heard(stanza.text(), now);
        }
        stanza = next();
      }
    }

    @Override
    void say(String to, boolean direct, int number, String text) throws Exception {
      send(
          "<message to='"
              + to
              + "@"
              + (direct ? HOST : CONFERENCE)
              + "' type='"
              + (direct ? "chat" : "groupchat")
              + "' id='m"
              + number
              + "'><body>"
              + text
              + "</body></message>");
    }

    @Override
    void bye() throws Exception {
      closing = true;
      send("</stream:stream>");
      while (next() != null) {
        // Until the server has closed its stream, too.
      }
      close();
    }
  }
}
