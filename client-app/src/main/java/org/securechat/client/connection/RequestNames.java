package org.securechat.client.connection;

import org.securechat.protocol.application.Request;

/** What each request is called in messages to the user. */
final class RequestNames {
  private RequestNames() {}

  /** A name that completes "the server did not answer the request ...". */
  static String of(Request request) {
    return switch (request) {
      case Request.Kdf _ -> "for the password's parameters";
      case Request.Register _ -> "to register";
      case Request.Login _ -> "to log in";
      case Request.Rooms _ -> "for the rooms";
      case Request.RoomRequest room -> "for the room " + room.room();
      case Request.Who who -> "for the members of " + who.room();
      case Request.Join join -> "to join " + join.room();
      case Request.Leave leave -> "to leave " + leave.room();
      case Request.Create create -> "to create " + create.room();
      case Request.Invite invite -> "to invite " + invite.user();
      case Request.Invitations _ -> "for the invitations";
      case Request.Decline decline -> "to decline the invitation to " + decline.room();
      case Request.Block block -> "to block " + block.user();
      case Request.Unblock unblock -> "to unblock " + unblock.user();
      case Request.Blocked _ -> "for the blocked users";
      case Request.Direct direct -> "for the room with " + direct.user();
      case Request.Moderate moderate -> "to decide about the room " + moderate.room();
      case Request.Send _ -> "to send a message";
      case Request.History history -> "for the history of " + history.room();
      case Request.Search search -> "to search in " + search.room();
      case Request.CertificateRequest _ -> "for a certificate";
      case Request.RevocationListRequest _ -> "for a revocation list";
      case Request.FileBegin _ -> "to send a file";
      case Request.FilePart _ -> "to take a part of a file";
      case Request.FileEnd _ -> "to examine a file";
      case Request.FileContent _ -> "for a file";
      case Request.ReceiptRequest receipt -> "for a receipt of " + receipt.room();
      case Request.Countersign _ -> "to countersign a receipt";
      case Request.Ping _ -> "for a sign of life";
      case Request.Bye _ -> "to leave";
    };
  }
}
