package org.securechat.client.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.attack.target.Target;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.name.Names;

/** What alice and bob do, and what they have of it afterwards. Each method is a step. */
final class ConversationSteps implements AutoCloseable {
  private static final String ROOM = "lobby";

  private final DemoFolder folder;
  private final DemoUser alice;
  private final DemoUser bob;
  private final List<ReceiptOutcome> aliceReceipts = new ArrayList<>();
  private final List<ReceiptOutcome> bobReceipts = new ArrayList<>();

  ConversationSteps(DemoFolder folder, ServerAddress server) throws Exception {
    this.folder = folder;
    this.alice = new DemoUser("alice", server, folder.pki(), folder.of("alice"));
    this.bob = new DemoUser("bob", server, folder.pki(), folder.of("bob"));
  }

  List<String> register() throws Exception {
    alice.register();
    bob.register();
    alice.logIn();
    bob.logIn();
    return List.of("logged in: the server has seen certificates and derived keys, no passwords");
  }

  List<String> meet() throws ClientException {
    RoomInfo room = alice.session().create(ROOM, Visibility.PUBLIC);
    RoomInfo joined = bob.session().join(ROOM);
    return List.of(
        "room " + room.id() + ", line " + joined.position() + " says that bob has joined");
  }

  List<String> talkInRoom() throws Exception {
    return List.of(
        inRoom(alice, bob, "Good morning, Bob. Do we ship on Friday?"),
        inRoom(bob, alice, "We do. You have my word."),
        inRoom(alice, bob, "Then I shall tell them so."));
  }

  private static String inRoom(DemoUser from, DemoUser to, String text) throws Exception {
    from.session().send(ROOM, text);
    return heard(to, to.hear(ROOM, from.name(), text), text);
  }

  List<String> talkDirectly() throws Exception {
    return List.of(
        directly(alice, bob, "Between us: is it ready?"),
        directly(bob, alice, "It is, and tested."));
  }

  private static String directly(DemoUser from, DemoUser to, String text) throws Exception {
    from.session().sendTo(to.name(), text);
    String room = Names.directRoom(from.name(), to.name());
    return heard(to, to.hear(room, from.name(), text), text);
  }

  private static String heard(DemoUser listener, RoomMessage message, String text) {
    return String.format(
        "%s: %s  (line %d of %s; signature and chain checked by %s)",
        message.sender(), text, message.position(), message.room(), listener.name());
  }

  List<String> leave() throws ClientException {
    aliceReceipts.addAll(alice.leave());
    bobReceipts.addAll(bob.leave());
    List<String> details = new ArrayList<>();
    for (DemoUser one : List.of(alice, bob)) {
      List<ReceiptOutcome> receipts = one == alice ? aliceReceipts : bobReceipts;
      List<String> rooms = receipts.stream().map(ReceiptOutcome::room).sorted().toList();
      List<String> wanted = List.of(Names.directRoom("alice", "bob"), ROOM);
      if (!rooms.equals(wanted)) {
        throw new ClientException(
            one.name() + " has receipts for " + rooms + " instead of " + wanted);
      }
      for (ReceiptOutcome receipt : receipts) {
        details.add(
            String.format(
                "%s: lines %d to %d of %s, as %s heard them",
                one.name(), receipt.first(), receipt.last(), receipt.room(), one.name()));
      }
    }
    return details;
  }

  List<String> verifyAlice() throws Exception {
    return verify(alice, aliceReceipts);
  }

  List<String> verifyBob() throws Exception {
    return verify(bob, bobReceipts);
  }

  private List<String> verify(DemoUser who, List<ReceiptOutcome> receipts) throws Exception {
    List<String> details = new ArrayList<>();
    for (ReceiptOutcome receipt : receipts) {
      Path bundle = bundle(who, receipt);
      who.export(receipt, bundle);
      details.add(EvidenceSteps.verify(bundle, who.authorities()));
    }
    return details;
  }

  private Path bundle(DemoUser who, ReceiptOutcome receipt) {
    return folder.evidence(who.name() + "-" + receipt.room().replace(':', '-'));
  }

  private ReceiptOutcome roomReceipt() {
    return aliceReceipts.stream().filter(one -> one.room().equals(ROOM)).findFirst().orElseThrow();
  }

  List<String> forge() throws Exception {
    Path bundle = bundle(alice, roomReceipt());
    return EvidenceSteps.forge(
        bundle,
        folder.evidence("forged"),
        "You have my word",
        "You have my wood",
        alice.authorities());
  }

  List<String> verifyWithTools() throws Exception {
    List<Path> bundles = new ArrayList<>();
    aliceReceipts.forEach(receipt -> bundles.add(bundle(alice, receipt)));
    bobReceipts.forEach(receipt -> bundles.add(bundle(bob, receipt)));
    return EvidenceSteps.verifyWithTools(bundles, folder.pki().resolve("ca.pem"));
  }

  /** The server as alice sees it. */
  Target target() {
    return alice.target();
  }

  @Override
  public void close() {
    alice.close();
    bob.close();
  }
}
