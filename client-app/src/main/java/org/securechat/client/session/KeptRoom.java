package org.securechat.client.session;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.securechat.client.ClientException;
import org.securechat.client.storage.KeptPayloads;
import org.securechat.client.storage.RoleHistory;
import org.securechat.client.storage.RoomArchive;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.name.Names;

/**
 * A room as it is kept here, read without a server. In memory are its lines, and never more than
 * one of the texts. Confined to one thread.
 *
 * <p>Only lines that followed from the ones before were kept, and each is checked again, as far as
 * the certificates are kept. Whether the server says the same today is not known here.
 */
public final class KeptRoom implements AutoCloseable {
  private final RoomArchive archive;
  private final RoomArchive.Description room;
  private final RoomTranscript transcript;
  private final MessageCheck check;
  private final MessageCheck.Place place;
  private final KeptPayloads payloads;

  private KeptRoom(RoomArchive archive, RoomArchive.Description room, MessageCheck check)
      throws IOException, EvidenceException {
    this.archive = archive;
    this.room = room;
    this.check = check;
    this.transcript = new RoomTranscript(room.id());
    transcript.restore(archive.lines());
    this.place =
        new MessageCheck.Place(
            room.name(),
            UUID.fromString(room.id()),
            transcript::chainAt,
            this::known,
            Optional.of(new RoleHistory(this::events)));
    this.payloads = archive.openPayloads(transcript.position());
  }

  /**
   * Opens what is kept of a room.
   *
   * @param account the folder of {@link org.securechat.client.storage.UserDataFolder#account}
   * @param anchors whose certificates count
   * @param revocations their revocation lists
   */
  public static KeptRoom open(
      RoomArchive archive,
      Path account,
      List<X509Certificate> anchors,
      RevocationSource revocations)
      throws ClientException {
    try {
      SenderCertificates certificates =
          new SenderCertificates(
              new SenderCertificates.Trust(anchors, revocations),
              account.resolve("certificates"),
              _ -> {
                throw new ClientException("it is not kept here");
              });
      KeptRoom kept =
          new KeptRoom(
              archive, archive.description().orElseThrow(), new MessageCheck(certificates));
      kept.recallBeginning();
      return kept;
    } catch (IOException e) {
      throw unreadable(archive, e);
    } catch (EvidenceException e) {
      // What is no line was left out when the lines were read.
      throw new IllegalStateException(e);
    }
  }

  /** What a classic client has signed is checked with the certificate in its first line. */
  private void recallBeginning() throws ClientException {
    if (Names.isClassicRoom(room.name()) && last() > 0) {
      TranscriptLine first = line(1);
      message(first).ifPresent(message -> check.beginsWith(room.name(), first, message));
    }
  }

  private static ClientException unreadable(RoomArchive archive, IOException e) {
    return new ClientException(
        "what is kept cannot be read: " + e.getMessage(), "Look into " + archive.folder() + ".", e);
  }

  /** The room's name. */
  public String name() {
    return room.name();
  }

  /** The room's id. */
  public String id() {
    return room.id();
  }

  /** The position of the last line that is kept; 0 if none is. */
  public long last() {
    return transcript.position();
  }

  /** A line. */
  public TranscriptLine line(long position) {
    try {
      return TranscriptLine.parse(transcript.lines(position, position).getFirst());
    } catch (EvidenceException e) {
      throw new IllegalStateException("a line that was read before", e);
    }
  }

  /** A line with what it says and the verdict on it. */
  public RoomMessage at(long position) throws ClientException {
    TranscriptLine line = line(position);
    MessageCheck.Result result = check.check(place, line, message(line));
    return new RoomMessage(
        room.name(),
        position,
        line.receivedAt(),
        line.sender(),
        result.body(),
        result.findings(),
        false);
  }

  /** What a user says in a line, unchecked: to see quickly whether it is worth to be checked. */
  public Optional<MessageContent> said(long position) throws ClientException {
    TranscriptLine line = line(position);
    Optional<SignedMessage> message = line.isEvent() ? Optional.empty() : message(line);
    if (message.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MessagePayload.parse(message.get().payload()).content());
    } catch (EvidenceException _) {
      return Optional.empty(); // Of a kind that this version does not know.
    }
  }

  private Optional<SignedMessage> message(TranscriptLine line) throws ClientException {
    try {
      return payloads
          .at(line.position())
          .map(payload -> new SignedMessage(payload, line.signatureBytes()));
    } catch (IOException e) {
      throw unreadable(archive, e);
    }
  }

  private void events(long first, long last, BiConsumer<TranscriptLine, Optional<byte[]>> each)
      throws IOException {
    for (long position = first; position <= Math.min(last, last()); position++) {
      TranscriptLine line = line(position);
      if (line.isEvent()) {
        each.accept(line, payloads.at(position));
      }
    }
  }

  private Optional<MessageCheck.KnownLine> known(long position) {
    if (position < 1 || position > last()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new MessageCheck.KnownLine(line(position), said(position)));
    } catch (ClientException _) {
      return Optional.of(new MessageCheck.KnownLine(line(position), Optional.empty()));
    }
  }

  @Override
  public void close() throws ClientException {
    try {
      payloads.close();
    } catch (IOException e) {
      throw unreadable(archive, e);
    }
  }
}
