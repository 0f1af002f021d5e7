package org.securechat.server.classic;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.classic.ClassicTranscript;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.name.Names;
import org.securechat.server.account.AuthenticatedUser;

/**
 * One client's chat on one connection. Its calls come one at a time, except that lines are {@link
 * #written} by the ledger.
 */
final class ClassicSession implements AutoCloseable {
  private static final int ROOM_PART = 16;
  private static final int ID_LENGTH = 32;

  private final PeerIdentity peer;
  private final Credentials server;
  private final Optional<AuthenticatedUser> user;
  private final SecretBytes key;
  private final Instant since;
  private final String id;
  private final UUID room = UUID.randomUUID();
  private final String fingerprint;
  private final String roomName;
  private final ClassicTranscript transcript = new ClassicTranscript();
  private boolean opened;
  private long lastSequence;
  private CompletionStage<?> lastLine = CompletableFuture.completedStage(null);

  ClassicSession(
      PeerIdentity peer,
      Credentials server,
      Optional<AuthenticatedUser> user,
      SecretBytes key,
      Instant since) {
    this.peer = peer;
    this.server = server;
    this.user = user;
    this.key = key;
    this.fingerprint = ClassicCertificate.fingerprint(peer.leaf());
    this.since = since;
    byte[] number = new byte[ID_LENGTH];
    Providers.random().nextBytes(number);
    this.id = HexFormat.of().formatHex(number);
    this.roomName = Names.CLASSIC_PREFIX + fingerprint + ":" + id.substring(0, ROOM_PART);
  }

  PeerIdentity peer() {
    return peer;
  }

  /** What the client was shown, and its receipt is signed with. */
  Credentials server() {
    return server;
  }

  Optional<AuthenticatedUser> user() {
    return user;
  }

  SecretBytes key() {
    return key;
  }

  Instant since() {
    return since;
  }

  /** 64 hexadecimal digits, of which the room's name has the first 16. */
  String id() {
    return id;
  }

  UUID room() {
    return room;
  }

  String roomName() {
    return roomName;
  }

  String fingerprint() {
    return fingerprint;
  }

  /** Whether the room's first line is written; without a message there is none. */
  boolean isOpened() {
    return opened;
  }

  void opened() {
    opened = true;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** Only after the message's signature has been verified. */
  void advanceSequence(long sequence) {
    lastSequence = sequence;
  }

  void waitFor(CompletionStage<?> line) {
    lastLine = line;
  }

  /** Done when all messages so far are written, or have failed. */
  CompletionStage<?> lastLine() {
    return lastLine;
  }

  /** A message is in the ledger, after all before it. */
  synchronized void written(long sequence, String line) {
    transcript.add(sequence, line);
  }

  synchronized ClassicTranscript transcript() {
    return transcript;
  }

  @Override
  public void close() {
    key.close();
  }
}
