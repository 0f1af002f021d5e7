package org.securechat.protocol.crypto;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The key schedule: RFC 8446 §7.1 without PSK, with the label prefix {@code "sc1 "}.
 *
 * <pre>
 *                      0
 *                      |
 *            0 -> HKDF-Extract
 *                      |
 *                Derive-Secret(., "derived", "")
 *                      |
 *    shared -> HKDF-Extract = Handshake Secret
 *                      +---> "c hs traffic", "s hs traffic"   over hellos
 *                      |
 *                Derive-Secret(., "derived", "")
 *                      |
 *            0 -> HKDF-Extract = Master Secret
 *                      +---> "c ap traffic", "s ap traffic", "exp master"   .. server Finished
 * </pre>
 *
 * <p>Not thread-safe. {@link #close} wipes what was not handed out.
 */
public final class KeySchedule implements AutoCloseable {
  private static final byte[] NOTHING = new byte[0];

  private final CipherSuite suite;
  private final Hkdf hkdf;
  private final byte[] emptyHash;
  private final SecretBytes handshakeSecret;

  /**
   * The schedule after the key exchange.
   *
   * @param shared what the key exchange agreed; stays the caller's to wipe
   */
  public KeySchedule(CipherSuite suite, SecretBytes shared) {
    this(suite, shared, new Hkdf(suite));
  }

  /** With the labels of another protocol, so that its published vectors can be run. */
  KeySchedule(CipherSuite suite, SecretBytes shared, Hkdf hkdf) {
    this.suite = suite;
    this.hkdf = hkdf;
    this.emptyHash = Providers.digest(suite.hash()).digest();
    byte[] zeros = new byte[hkdf.hashLength()];
    byte[] salt = hkdf.deriveSecret(hkdf.extract(NOTHING, zeros), "derived", emptyHash);
    byte[] input = shared.expose();
    this.handshakeSecret = SecretBytes.adopt(hkdf.extract(salt, input));
    Arrays.fill(input, (byte) 0);
    Arrays.fill(salt, (byte) 0);
  }

  /**
   * The secrets that protect the rest of the handshake.
   *
   * @param helloHash the transcript's hash after ServerHello
   */
  public TrafficSecrets handshakeTraffic(byte[] helloHash) {
    byte[] secret = handshakeSecret.expose();
    try {
      return new TrafficSecrets(
          traffic(secret, "c hs traffic", helloHash), traffic(secret, "s hs traffic", helloHash));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /**
   * The secrets that protect application data, and the exporter.
   *
   * @param finishedHash the transcript's hash after the server's Finished
   */
  public MasterSecrets master(byte[] finishedHash) {
    byte[] handshake = handshakeSecret.expose();
    byte[] salt = hkdf.deriveSecret(handshake, "derived", emptyHash);
    byte[] master = hkdf.extract(salt, new byte[hkdf.hashLength()]);
    try {
      return new MasterSecrets(
          new TrafficSecrets(
              traffic(master, "c ap traffic", finishedHash),
              traffic(master, "s ap traffic", finishedHash)),
          new Exporter(suite, hkdf, hkdf.deriveSecret(master, "exp master", finishedHash)));
    } finally {
      Arrays.fill(handshake, (byte) 0);
      Arrays.fill(salt, (byte) 0);
      Arrays.fill(master, (byte) 0);
    }
  }

  private TrafficSecret traffic(byte[] secret, String label, byte[] transcriptHash) {
    return new TrafficSecret(hkdf, suite, hkdf.deriveSecret(secret, label, transcriptHash));
  }

  @Override
  public void close() {
    handshakeSecret.close();
  }

  /** The secrets of both directions at one time. */
  public record TrafficSecrets(TrafficSecret client, TrafficSecret server)
      implements AutoCloseable {
    /** Hands both, as handshake secrets, to a key log. */
    public void logHandshake(Consumer<String> keyLog, byte[] clientRandom) {
      keyLog.accept(client.keyLogLine("CLIENT_HANDSHAKE_TRAFFIC_SECRET", clientRandom));
      keyLog.accept(server.keyLogLine("SERVER_HANDSHAKE_TRAFFIC_SECRET", clientRandom));
    }

    /** Hands both, as the first application secrets, to a key log. */
    public void logApplication(Consumer<String> keyLog, byte[] clientRandom) {
      keyLog.accept(client.keyLogLine("CLIENT_TRAFFIC_SECRET_0", clientRandom));
      keyLog.accept(server.keyLogLine("SERVER_TRAFFIC_SECRET_0", clientRandom));
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }
  }

  /** What the master secret yields. */
  public record MasterSecrets(TrafficSecrets application, Exporter exporter)
      implements AutoCloseable {
    @Override
    public void close() {
      application.close();
      exporter.close();
    }
  }
}
