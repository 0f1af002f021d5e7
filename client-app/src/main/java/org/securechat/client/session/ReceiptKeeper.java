package org.securechat.client.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.storage.RoomArchive;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.RevocationPolicy;

/**
 * Keeps every receipt and holds it against the chain that this client computed itself: a receipt
 * that says something else is proof, signed by the server, that it lied.
 */
final class ReceiptKeeper {
  private final CertificateRules rules;
  private final Path account;

  ReceiptKeeper(SessionSettings settings, Path account) {
    this.rules =
        new CertificateRules(
            settings.authorities(),
            settings.revocations(),
            RevocationPolicy.ALLOW,
            settings.connection().clock());
    this.account = account;
  }

  /**
   * Keeps a receipt.
   *
   * @param user whom it must be made out to
   * @param session the channel binding of the connection that it came on
   * @param room the room it is for, if that is followed
   */
  ReceiptOutcome keep(
      ServerMessage.ReceiptMessage message,
      Receipt receipt,
      String user,
      String session,
      Optional<SyncedRoom> room)
      throws ClientException {
    List<String> faults = new ArrayList<>();
    signature(message, faults);
    if (!receipt.user().equals(user)) {
      faults.add("it is made out to " + receipt.user());
    }
    if (!receipt.channelBinding().equals(session)) {
      faults.add("it is for another session");
    }
    if (room.isPresent()) {
      chain(receipt, room.get(), faults);
    }
    try {
      return new ReceiptOutcome(
          receipt.room(),
          receipt.first(),
          receipt.last(),
          Math.min(receipt.last(), room.map(one -> one.transcript().position()).orElse(0L)),
          write(message, receipt),
          faults);
    } catch (IOException e) {
      throw new ClientException(
          "a receipt cannot be kept: " + e.getMessage(),
          "Make room on the disk, or set SECURECHAT_HOME to another folder.",
          e);
    }
  }

  private void signature(ServerMessage.ReceiptMessage message, List<String> faults) {
    try {
      ReceiptSigning.verify(message.receipt(), message.signature(), rules);
    } catch (EvidenceException e) {
      faults.add("its signature does not verify: " + e.getMessage());
    }
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
    OwnerOnly.write(folder.resolve("receipt.json.p7s"), message.signature());
    return folder;
  }
}
