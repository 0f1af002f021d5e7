package org.securechat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.RequestException;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.channel.RecordSealer;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.handshake.ClientHandshake;
import org.securechat.protocol.handshake.ClientHandshakeState;
import org.securechat.protocol.handshake.ClientStep;
import org.securechat.protocol.handshake.ServerHandshake;
import org.securechat.protocol.handshake.ServerHandshakeState;
import org.securechat.protocol.handshake.ServerStep;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;

/** What a login and a message of 200 characters are made of. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class PrimitiveBenchmark {
  private static final UUID ROOM = UUID.fromString("0b0e0000-0000-4000-8000-000000000001");
  private static final String AT = "2026-11-28T20:00:00.000Z";

  /** More records than one key may seal are sealed here, so it is changed in time. */
  private static final int RECORDS = 1 << 19;

  private ClientHandshake.Settings client;
  private ServerHandshake server;
  private PublicKey key;
  private Credentials credentials;
  private byte[] payload;
  private SignedMessage message;
  private byte[] request;
  private Entry entry;
  private byte[] push;
  private String line;
  private String chain;
  private RecordSealer sealer;
  private int sealed;

  @Setup
  public void prepare() throws IOException, ClientException {
    Path folder = Files.createTempDirectory("securechat-benchmarks");
    CertificateAuthority authority =
        CertificateAuthority.create(
            folder, "Benchmark CA", KeyKind.P256, Duration.ofDays(2), false, Clock.systemUTC());
    credentials = issue(authority, CertificateOrder.of("alice", CertificateKind.CLIENT));
    CertificateRules rules =
        new CertificateRules(
            List.of(authority.certificate()),
            new CrlFile(folder.resolve("crl.pem")),
            RevocationPolicy.REFUSE,
            Clock.systemUTC());
    client = ClientHandshake.Settings.of(credentials, rules, "localhost", Clock.systemUTC());
    server =
        new ServerHandshake(
            ServerHandshake.Settings.of(
                issue(authority, CertificateOrder.of("server", CertificateKind.SERVER)),
                rules,
                Clock.systemUTC()));
    key = credentials.leaf().getPublicKey();
    chain = Chain.genesis(ROOM);
    payload = payload().encode();
    message = new SignedMessage(payload, credentials.sign(payload));
    request = RequestCodec.write(new Request.Send(1, "incident-7", message));
    line = TranscriptLine.of(1, AT, "alice", "ab".repeat(32), message).format();
    entry = new Entry("incident-7", 1, AT, line, Chain.next(chain, line), Optional.of(message));
    push = encodePush();
  }

  private static Credentials issue(CertificateAuthority authority, CertificateOrder order)
      throws ClientException, IOException {
    CertificateFiles files = authority.issue(order);
    return PemFiles.credentials(files.certificate(), files.key());
  }

  private MessagePayload payload() {
    return MessagePayload.create(
        "ab".repeat(32),
        "incident-7",
        ROOM,
        "alice",
        1,
        new After(0, chain),
        Clock.systemUTC().instant(),
        "x".repeat(200));
  }

  /** Both sides of a handshake, certificates judged from scratch on both. */
  @Benchmark
  public Object handshakeOfBothSides() throws ProtocolException {
    ClientHandshake handshake = new ClientHandshake(client);
    ClientStep step = handshake.start();
    ServerHandshakeState state = server.start(new byte[] {127, 0, 0, 1});
    while (true) {
      ServerStep answer = new ServerStep(state, List.of());
      for (Frame frame : step.outgoing()) {
        ServerStep next = server.receive(answer.next(), frame);
        List<Frame> outgoing = new ArrayList<>(answer.outgoing());
        outgoing.addAll(next.outgoing());
        answer = new ServerStep(next.next(), outgoing);
      }
      state = answer.next();
      if (step.next() instanceof ClientHandshakeState.Completed) {
        return state;
      }
      List<Frame> mine = new ArrayList<>();
      ClientHandshakeState reached = step.next();
      for (Frame frame : answer.outgoing()) {
        ClientStep next = handshake.receive(reached, frame);
        reached = next.next();
        mine.addAll(next.outgoing());
      }
      step = new ClientStep(reached, mine);
    }
  }

  @Benchmark
  public boolean verifySignature() {
    return message.isSignedBy(key);
  }

  @Benchmark
  public byte[] sign() {
    return credentials.sign(payload);
  }

  @Benchmark
  public Frame sealPush() {
    if (sealer == null || ++sealed > RECORDS) {
      CipherSuite suite = CipherSuite.AES256GCM_SHA384;
      sealer = new RecordSealer(TrafficSecret.of(suite, new byte[suite.hashLength()]));
      sealed = 0;
    }
    return sealer.seal(Content.APPLICATION, push);
  }

  @Benchmark
  public byte[] encodePush() {
    return ServerMessageCodec.write(new ServerMessage.MessagePush(entry));
  }

  @Benchmark
  public String chainLink() {
    return Chain.next(chain, line);
  }

  @Benchmark
  public Object parseJson() throws JsonException {
    return Json.parse(request);
  }

  @Benchmark
  public Request readSendRequest() throws RequestException {
    return RequestCodec.read(request);
  }

  @Benchmark
  public MessagePayload parsePayload() throws EvidenceException {
    return MessagePayload.parse(payload);
  }
}
