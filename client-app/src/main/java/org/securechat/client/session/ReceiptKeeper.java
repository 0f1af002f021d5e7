package org.securechat.client.session;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.storage.RoomArchive;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.Countersignature;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationPolicy;

/**
 * Keeps every receipt and holds it against the chain that this client computed itself: a receipt
 * that says something else is proof, signed by the server, that it lied.
 */
final class ReceiptKeeper {
  private final CertificateRules rules;
  private final Path account;
  private final SenderCertificates certificates;
  private final KeptLists lists;
  private final CountersignatureOutbox outbox;
  private final Credentials own;
  private final Clock clock;

  ReceiptKeeper(SessionSettings settings, RoomSync sync) {
    this.rules =
        new CertificateRules(
            settings.authorities(),
            settings.revocations(),
            RevocationPolicy.ALLOW,
            settings.connection().clock());
    this.account = sync.account();
    this.outbox = new CountersignatureOutbox(account);
    this.certificates = sync.certificates();
    this.lists =
        new KeptLists(
            new SenderCertificates.Trust(settings.authorities(), settings.revocations()), account);
    this.own = settings.connection().credentials();
    this.clock = settings.connection().clock();
  }

  /**
   * Where a receipt came from and for whom it has to be.
   *
   * @param user whom it must be made out to
   * @param session the channel binding of the connection that it came on
   * @param connection to ask further; empty if the session is ending
   */
  record Origin(String user, String session, Optional<ChatConnection> connection) {}

  /**
   * Keeps a receipt, and countersigns it if it agrees with all that it covers.
   *
   * @param room the room it is for, if that is followed
   */
  ReceiptOutcome keep(
      ServerMessage.ReceiptMessage message,
      Receipt receipt,
      Origin origin,
      Optional<SyncedRoom> room)
      throws ClientException {
    List<String> faults = new ArrayList<>();
    try {
      signature(message, receipt, faults);
      if (!receipt.user().equals(origin.user())) {
        faults.add("it is made out to " + receipt.user());
      }
      if (!receipt.channelBinding().equals(origin.session())) {
        faults.add("it is for another session");
      }
      if (room.isPresent()) {
        chain(receipt, room.get(), faults);
        members(receipt, room.get(), faults);
        erased(receipt, room.get(), faults);
      }
      ReceiptOutcome outcome =
          new ReceiptOutcome(
              receipt.room(),
              receipt.first(),
              receipt.last(),
              Math.min(receipt.last(), room.map(one -> one.transcript().position()).orElse(0L)),
              write(message, receipt),
              faults);
      keepLists(receipt, origin);
      if (outcome.verified()) {
        countersign(message, origin, outcome.folder());
      }
      return outcome;
    } catch (IOException e) {
      throw new ClientException(
          "a receipt cannot be kept: " + e.getMessage(),
          "Make room on the disk, or set SECURECHAT_HOME to another folder.",
          e);
    }
  }

  private void signature(
      ServerMessage.ReceiptMessage message, Receipt receipt, List<String> faults) {
    try {
      ReceiptSigning.verify(
          message.receipt(),
          message.signature(),
          certificates.chain(receipt.certificate(), Purpose.RECEIPT, clock.instant()),
          rules);
    } catch (EvidenceException e) {
      faults.add("its signature does not verify: " + e.getMessage());
    } catch (SenderCertificates.CertificateUnavailableException e) {
      faults.add("its signature cannot be verified: " + e.finding());
    }
  }

  private void keepLists(Receipt receipt, Origin origin) throws IOException, ClientException {
    if (origin.connection().isPresent()) {
      lists.keep(receipt.revocation(), origin.connection().get());
    } else {
      lists.keepOwn(receipt.revocation());
    }
  }

  /** PROTOCOL.md §10.2: unasked, for every receipt that was compared. */
  private void countersign(ServerMessage.ReceiptMessage message, Origin origin, Path folder)
      throws IOException, ClientException {
    byte[] statement =
        Countersignature.of(
                message.receipt(),
                origin.user(),
                Digests.sha256Hex(own.encodedChain().get(0)),
                clock.instant())
            .encode();
    byte[] signature = own.sign(statement);
    certificates.keep(own.encodedChain());
    OwnerOnly.write(folder.resolve("countersignature.json"), statement);
    OwnerOnly.write(folder.resolve("countersignature.sig"), signature);
    outbox.put(statement, signature);
    if (origin.connection().isPresent()) {
      outbox.send(origin.connection().get());
    }
  }

  /** Brings the server what earlier sessions have countersigned at their end. */
  void sendCountersignatures(ChatConnection connection) throws ClientException {
    outbox.send(connection);
  }

  /** Who was there before the first line follows from the lines before it. */
  private static void members(Receipt receipt, SyncedRoom room, List<String> faults)
      throws IOException {
    if (room.transcript().position() >= receipt.first() - 1
        && !Receipt.membersSha256(room.membersBefore(receipt.first()))
            .equals(receipt.membersSha256())) {
      faults.add("the server signed other members than follow from the lines it delivered");
    }
  }

  private static void erased(Receipt receipt, SyncedRoom room, List<String> faults) {
    long known = Math.min(receipt.last(), room.transcript().position());
    receipt
        .erasedPositions()
        .ifPresent(erased ->
            LongStream.rangeClosed(receipt.first(), known)
                .filter(position -> erased.contains(position) && room.isLasting(position))
                .forEach(position ->
                    faults.add(
                        "it says that line " + position + " was erased, which is no message")));
  }

  private static void chain(Receipt receipt, SyncedRoom room, List<String> faults) {
    RoomTranscript transcript = room.transcript();
    if (!receipt.roomId().equals(room.id())) {
      faults.add("it is for another room of that name");
      return;
    }
    compare(transcript, receipt.first() - 1, receipt.previousChain(), faults);
    compare(transcript, receipt.last(), receipt.chain(), faults);
    if (receipt.last() <= transcript.position()) {
      List<String> lines =
          receipt.last() < receipt.first()
              ? List.of()
              : transcript.lines(receipt.first(), receipt.last());
      if (!Receipt.transcriptSha256(lines).equals(receipt.transcriptSha256())) {
        faults.add("the server signed other lines than it delivered");
      }
    }
  }

  // What has not been delivered yet cannot be compared, and is no lie.
  private static void compare(
      RoomTranscript transcript, long position, String claimed, List<String> faults) {
    if (transcript.chainAt(position).filter(own -> !own.equals(claimed)).isPresent()) {
      faults.add(
          "the server signed another chain value at line "
              + position
              + " than follows from the lines it delivered");
    }
  }

  private Path write(ServerMessage.ReceiptMessage message, Receipt receipt) throws IOException {
    RoomArchive archive = RoomArchive.open(account, receipt.roomId(), receipt.room());
    Path folder = archive.receiptFolder(receipt.channelBinding(), receipt.first(), receipt.last());
    OwnerOnly.write(folder.resolve("receipt.json"), message.receipt());
    OwnerOnly.write(folder.resolve("receipt.sig"), message.signature());
    return folder;
  }
}
