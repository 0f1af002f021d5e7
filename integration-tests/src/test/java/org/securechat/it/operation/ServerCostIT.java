package org.securechat.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.Installation;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;

/**
 * What a start, a login and a message cost the server, in processor time, so that other programs on
 * the machine change little. It prints one line and asserts only that everything was delivered;
 * docs/PERFORMANCE.md says how to compare two builds. It runs if {@code securechat.measure} is set.
 */
@EnabledIfSystemProperty(named = "securechat.measure", matches = ".+")
class ServerCostIT {

  private static final Duration START_LIMIT = Duration.ofMinutes(10);
  private static final Duration DELIVERY_LIMIT = Duration.ofMinutes(5);
  private static final Pattern READY = Pattern.compile("ready: chat on (.*):(\\d+), health on .*");
  private static final String ROOM = "lobby";
  private static final String PAIR = "pair";
  private static final String SENDER = "alice";
  private static final List<String> RECEIVERS = List.of("bob", "carol", "dave", "erin");

  /** How many messages of the sender may be unanswered. */
  private static final int WINDOW = 64;

  /** The unit of {@code /proc/PID/stat} on Linux. */
  private static final double MILLIS_PER_TICK = 10;

  /** Their number before counting begins, so that the compiler of the JVM has had its turn. */
  private static final int FIRST_LOGINS =
      Integer.getInteger("securechat.measure.first-logins", 100);

  private static final int LOGINS = Integer.getInteger("securechat.measure.logins", 150);
  private static final int FIRST_MESSAGES =
      Integer.getInteger("securechat.measure.first-messages", 2_000);
  private static final int MESSAGES = Integer.getInteger("securechat.measure.messages", 5_000);

  /** Messages each of which is answered before the next is sent. */
  private static final int SINGLE = Integer.getInteger("securechat.measure.single", 2_000);

  private final Map<String, Account> accounts = new HashMap<>();
  private InetSocketAddress address;
  private RunningProcess server;

  /** A user with a key that is derived once, since that is the client's work. */
  private record Account(String name, Credentials credentials, SecretBytes key) {}

  /** Something that is done a number of times. */
  private interface Repeated {
    void run(int count) throws Exception;
  }

  @Test
  void startLoginAndMessage() throws Exception {
    try (TestBed bed = TestBed.prepared();
        RunningProcess started = launch(bed)) {
      server = started;
      address = awaitReady();
      double start = processorMillis();

      TestClient alice = newUser(bed, SENDER);
      alice.create(ROOM, Visibility.PUBLIC);
      List<TestClient> receivers = new ArrayList<>();
      for (String name : RECEIVERS) {
        TestClient receiver = newUser(bed, name);
        receiver.join(ROOM);
        receivers.add(receiver);
      }
      double firstLogins = cost(FIRST_LOGINS, count -> logIn(bed, count));
      double logins = cost(LOGINS, count -> logIn(bed, count));
      double firstMessages = cost(FIRST_MESSAGES, count -> talk(alice, receivers, count));
      double messages = cost(MESSAGES, count -> talk(alice, receivers, count));
      alice.create(PAIR, Visibility.PUBLIC);
      receivers.getFirst().join(PAIR);
      answerTimes(alice, SINGLE / 2);
      List<Double> times = new ArrayList<>();
      double single = cost(SINGLE, count -> times.addAll(answerTimes(alice, count)));

      System.out.printf(
          "start %.0f ms, first logins %.1f ms, logins %.1f ms, first messages %.2f ms,"
              + " messages %.2f ms, one at a time %.2f ms and answered after %.2f ms (half of them)"
              + " or %.2f ms (99 of 100), resident %d MiB, database %d KiB%n",
          start,
          firstLogins,
          logins,
          firstMessages,
          messages,
          single,
          times.get(times.size() / 2),
          times.get(times.size() * 99 / 100),
          residentMebibytes(),
          databaseKibibytes(bed));
    }
  }

  /** As {@code ./securechat up} starts it, without the options that make tests quicker. */
  private static RunningProcess launch(TestBed bed) {
    List<String> command =
        Installation.java("securechat-server.jar", "-XX:+ExitOnOutOfMemoryError");
    command.addAll(
        List.of(
            "--data",
            bed.folder().resolve("data").toString(),
            "--pki",
            bed.pki().root().toString(),
            "--port",
            "0",
            "--admin-port",
            "0"));
    return RunningProcess.start("server", bed.folder(), command, Map.of());
  }

  private InetSocketAddress awaitReady() {
    Matcher ready =
        server
            .awaitLine(line -> line.startsWith("ready: "), START_LIMIT)
            .map(READY::matcher)
            .filter(Matcher::matches)
            .orElseThrow(() -> new AssertionError("not ready: " + server.report()));
    return new InetSocketAddress(ready.group(1), Integer.parseInt(ready.group(2)));
  }

  /** Makes an account and logs in. */
  private TestClient newUser(TestBed bed, String name) {
    byte[] salt = SecretBytes.random(PasswordKey.SALT_LENGTH).expose();
    SecretBytes key =
        PasswordKey.derive(TestBed.PASSWORD.toCharArray(), salt, KdfParameters.DEFAULT);
    Account account = new Account(name, bed.certified(name), key);
    accounts.put(name, account);
    try (TestClient registering = connect(bed, account)) {
      registering.registerWithKey(name, salt, key);
    }
    return logIn(bed, account);
  }

  private TestClient connect(TestBed bed, Account account) {
    return TestClient.connect(bed.loop(), address, account.credentials(), bed.rules());
  }

  private TestClient logIn(TestBed bed, Account account) {
    TestClient client = connect(bed, account);
    client.loginWithKey(account.name(), account.key());
    return client;
  }

  /** Handshake, login and a proper end, one after the other. */
  private void logIn(TestBed bed, int count) {
    Account account = accounts.get(RECEIVERS.getFirst());
    for (int i = 0; i < count; i++) {
      try (TestClient client = logIn(bed, account)) {
        client.bye();
      }
    }
  }

  /** Sends messages and waits until every receiver has them and has checked their chain. */
  private static void talk(TestClient sender, List<TestClient> receivers, int count)
      throws InterruptedException {
    long last = sender.room(ROOM).position() + count;
    Semaphore window = new Semaphore(WINDOW);
    for (int i = 0; i < count; i++) {
      window.acquire();
      var _ =
          sender
              .say(ROOM, "message %d %s".formatted(i, "x".repeat(100)))
              .whenComplete((answer, failure) -> window.release());
    }
    assertThat(window.tryAcquire(WINDOW, DELIVERY_LIMIT.toSeconds(), TimeUnit.SECONDS))
        .as("answers to all messages")
        .isTrue();
    for (TestClient receiver : receivers) {
      await().atMost(DELIVERY_LIMIT).until(() -> receiver.room(ROOM).position() == last);
      assertThat(receiver.room(ROOM).fault()).isEmpty();
    }
  }

  /** Sends one message after the other to one receiver; how many milliseconds each took, rising. */
  private static List<Double> answerTimes(TestClient sender, int count) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      sender.say(PAIR, "message %d %s".formatted(i, "x".repeat(190))).join();
      times.add((System.nanoTime() - began) / 1e6);
    }
    Collections.sort(times);
    return times;
  }

  private static long databaseKibibytes(TestBed bed) throws IOException {
    return Files.size(bed.folder().resolve("data/securechat.mv.db")) / 1024;
  }

  /** The server's processor time for each of them. */
  private double cost(int count, Repeated work) throws Exception {
    double before = processorMillis();
    work.run(count);
    return (processorMillis() - before) / count;
  }

  /** Of all threads, in user mode and in the kernel. */
  private double processorMillis() throws IOException {
    String line = Files.readString(process("stat"));
    // The second column is the program's name, in brackets, and may have spaces.
    String[] columns = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(columns[11]) + Long.parseLong(columns[12])) * MILLIS_PER_TICK;
  }

  private long residentMebibytes() throws IOException {
    String line =
        Files.readAllLines(process("status")).stream()
            .filter(found -> found.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
  }

  private Path process(String file) {
    return Path.of("/proc", Long.toString(server.pid()), file);
  }
}
