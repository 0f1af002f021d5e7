package org.securechat.protocol.evidence.verify;

import static org.securechat.protocol.evidence.verify.Judged.ALICE;
import static org.securechat.protocol.evidence.verify.Judged.BOB;
import static org.securechat.protocol.evidence.verify.Judged.PKI;
import static org.securechat.protocol.evidence.verify.Judged.RECEIPTS;
import static org.securechat.protocol.evidence.verify.Judged.fails;
import static org.securechat.protocol.evidence.verify.Judged.verifies;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.Edit;
import org.securechat.protocol.evidence.MessageContent.Reaction;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;
import org.securechat.protocol.evidence.MessageContent.Read;
import org.securechat.protocol.evidence.MessageContent.Removal;
import org.securechat.protocol.evidence.MessageContent.Reply;
import org.securechat.protocol.evidence.MessageContent.Retraction;
import org.securechat.protocol.evidence.MessageContent.Text;

/** What a line can be about (PROTOCOL.md §8.2). */
class AboutOfBundleTest {
  private static final String NOT_THAT = ": about a line that it cannot be about";
  private static final int HERS = 3;
  private static final int HIS = 4;

  private Conversation talk;

  @BeforeEach
  void begin() {
    talk =
        new Conversation(PKI, RECEIPTS)
            .enter("alice", ALICE)
            .enter("bob", BOB)
            .say("alice", "hello")
            .say("bob", "hi");
  }

  private static List<MessageContent> about(About message) {
    return List.of(
        new Reply(message, List.of(), "?"),
        new Edit(message, List.of(), "?"),
        new Retraction(message),
        new Reaction(message, "+1", Action.GIVEN));
  }

  /** Each kind about that line, each in a record of its own. */
  private void eachFails(Conversation before, After after, About message) throws Exception {
    for (MessageContent content : about(message)) {
      Conversation wrong = before.fork().say("alice", after, content);
      fails(wrong.bundle(), "history messages/" + after(wrong) + ".json" + NOT_THAT);
    }
  }

  private static long after(Conversation talk) {
    return talk.after().position();
  }

  @Test
  void oneOfEachKindVerifies() throws Exception {
    talk.say("alice", new Text(List.of("bob"), "@bob?"))
        .say("bob", new Reply(talk.about(HERS), List.of("alice", "bob"), "@alice, @bob"))
        .say("alice", new Edit(talk.about(HERS), List.of(), "hello!"))
        .say("bob", new Reaction(talk.about(HERS), "\ud83d\udc4d", Action.GIVEN))
        .say("bob", new Reaction(talk.about(HERS), "\ud83d\udc4d", Action.WITHDRAWN))
        .say("alice", new Retraction(talk.about(HERS)))
        .say("alice", new Reply(talk.about(6), List.of(), "a thread"));

    verifies(talk.bundle());
    verifies(talk.bundle(6, 11));
  }

  @Test
  void whatItsAuthorHadNotVerifiedFails() throws Exception {
    After early = new After(2, talk.chain(2));
    eachFails(talk, early, talk.about(HERS));
    eachFails(talk, talk.after(), new About(5, "ab".repeat(32)));
    eachFails(talk, talk.after(), new About(1_000, "ab".repeat(32)));
  }

  @Test
  void otherWordsThanThoseThatWereReadFail() throws Exception {
    eachFails(talk, talk.after(), new About(HERS, "ab".repeat(32)));
    eachFails(talk, talk.after(), new About(HERS, talk.about(HIS).payloadSha256()));
  }

  @Test
  void whatTheServerSaidFails() throws Exception {
    talk.event(Event.INVITED, "carol", "alice");
    eachFails(talk, talk.after(), talk.about(1));
    eachFails(talk, talk.after(), talk.about(5));
  }

  @Test
  void whatIsNoMessageFails() throws Exception {
    for (MessageContent content : about(talk.about(HERS)).subList(1, 4)) {
      Conversation more = talk.fork().say("alice", content);
      eachFails(more, more.after(), more.about(5));
    }
  }

  @Test
  void onlyTheirAuthorChangesMessages() throws Exception {
    About his = talk.about(HIS);
    fails(
        talk.fork().say("alice", new Edit(his, List.of(), "?")).bundle(),
        "history messages/5.json" + NOT_THAT);
    fails(
        talk.fork().say("alice", new Retraction(his)).bundle(),
        "history messages/5.json" + NOT_THAT);
    verifies(talk.fork().say("alice", new Reply(his, List.of(), "?")).bundle());
    verifies(talk.fork().say("alice", new Reaction(his, "+1", Action.GIVEN)).bundle());
  }

  @Test
  void onlyTheOwnerRemoves() throws Exception {
    MessageContent removal = new Removal(talk.about(HIS), "spam");
    verifies(talk.fork().say("alice", removal).bundle());

    Conversation wrong = talk.fork().say("bob", new Removal(talk.about(HERS), ""));
    fails(wrong.bundle(), "history messages/5.json: its sender might not say this then");
    verifies(wrong.bundle(2, 5));
  }

  @Test
  void whatWasReadIsInTheEnvelope() throws Exception {
    verifies(talk.say("bob", new Read()).bundle());
  }

  @Test
  void whatIsErasedOrBeforeTheRecordIsNotLookedAt() throws Exception {
    About hers = talk.about(HERS);
    talk.erase(HERS).say("alice", new Edit(hers, List.of(), "again"));
    verifies(talk.bundle());

    Conversation later = talk.fork().say("bob", new Edit(hers, List.of(), "hers"));
    fails(later.bundle(), "history messages/7.json" + NOT_THAT);
    verifies(later.bundle(5, 7));
  }
}
