package org.securechat.protocol.handshake;

import java.util.Optional;
import java.util.function.Consumer;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.KeySchedule;
import org.securechat.protocol.crypto.KeySchedule.MasterSecrets;
import org.securechat.protocol.crypto.KeySchedule.TrafficSecrets;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.SecretBytes;

/** A handshake from ServerHello on: choices, transcript and handshake keys. Not thread-safe. */
final class KeyedHandshake {
  private final NamedGroup group;
  private final byte[] clientRandom;
  private final Transcript transcript;
  private final Optional<Consumer<String>> keyLog;
  private final KeySchedule schedule;
  private final TrafficSecrets traffic;

  /**
   * Derives the handshake keys.
   *
   * @param transcript up to ServerHello
   * @param shared stays the caller's to wipe
   */
  KeyedHandshake(
      CipherSuite suite,
      NamedGroup group,
      SecretBytes shared,
      Transcript transcript,
      byte[] clientRandom,
      Optional<Consumer<String>> keyLog) {
    this.group = group;
    this.clientRandom = clientRandom;
    this.transcript = transcript;
    this.keyLog = keyLog;
    this.schedule = new KeySchedule(suite, shared);
    this.traffic = schedule.handshakeTraffic(transcript.hash());
    keyLog.ifPresent(log -> traffic.logHandshake(log, clientRandom));
  }

  NamedGroup group() {
    return group;
  }

  Transcript transcript() {
    return transcript;
  }

  TrafficSecrets traffic() {
    return traffic;
  }

  /** The application secrets; the transcript has to stand after the server's Finished. */
  MasterSecrets master() {
    MasterSecrets master = schedule.master(transcript.hash());
    keyLog.ifPresent(log -> master.application().logApplication(log, clientRandom));
    return master;
  }

  /** Wipes what is left of the handshake. */
  void destroy() {
    schedule.close();
    traffic.close();
  }
}
