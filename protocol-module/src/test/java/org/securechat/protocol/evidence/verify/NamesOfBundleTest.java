package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.evidence.verify.Judged.ALICE;
import static org.securechat.protocol.evidence.verify.Judged.PKI;
import static org.securechat.protocol.evidence.verify.Judged.RECEIPTS;
import static org.securechat.protocol.evidence.verify.Judged.fails;
import static org.securechat.protocol.evidence.verify.Judged.verifies;

import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.Credentials;

/** The sixth step: whom a certificate names (PROTOCOL.md §6 and §11.2). */
class NamesOfBundleTest {
  private static final GeneralName URI =
      new GeneralName(GeneralName.uniformResourceIdentifier, "securechat:user:bob");
  private static final GeneralName MAIL =
      new GeneralName(GeneralName.rfc822Name, "Bob@Example.org");

  private static Conversation by(String user, Credentials credentials) {
    return new Conversation(PKI, RECEIPTS).enter(user, credentials).say(user, "hello");
  }

  private static String notNamed(Credentials credentials) {
    return "name certificates/" + Conversation.sha256(credentials.chain()) + ".der: does not name ";
  }

  @Test
  void everyKindOfNameCountsAndIsShown() throws Exception {
    Credentials bob = PKI.client("robert").names(URI, MAIL).issue();
    for (String name : List.of("bob", "robert", "bob@example.org")) {
      assertThat(verifies(by(name, bob).bundle()).remarks())
          .anyMatch(remark -> remark.startsWith(name + " is CN=robert, by the certificate's "));
    }
  }

  @Test
  void aNameThatTheCertificateDoesNotStateFails() throws Exception {
    Credentials bob = PKI.client("robert").names(URI, MAIL).issue();
    for (String name : List.of("alice", "bob@example.com", "example.org", "bo", "bobb")) {
      fails(by(name, bob).bundle(), notNamed(bob) + name);
    }
  }

  @Test
  void aLineInTheNameOfSomebodyElseFails() throws Exception {
    Credentials mallory = PKI.client("mallory").issue();
    Conversation talk = by("alice", ALICE).know("alice", mallory);
    fails(
        talk.say("alice", "I owe you").bundle(),
        notNamed(mallory) + "alice",
        "history messages/3.json: replayed, out of sequence, or in somebody else's session");
  }

  @Test
  void anEventByAnotherServerFails() throws Exception {
    Credentials other = PKI.receipt("mail.example.org").issue();
    Conversation talk = by("alice", ALICE).know("other", other);
    byte[] left =
        EventPayload.create(
                talk.room, talk.roomId, EventPayload.Event.LEFT, "alice", "alice", talk.now)
            .encode();
    fails(
        talk.append(TranscriptLine.SERVER, other, left).bundle(),
        notNamed(other) + "the server chat.example.org");
  }
}
