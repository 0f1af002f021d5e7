package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.scripted.ScriptedRoom;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.HeadsDocument;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.RoomPosition;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.identity.Credentials;

/** {@code verify --against}, as people call it. */
class CompareCommandsTest extends ServerCommandsTest {
  private Path mine;

  /** Alice has a bundle over three lines. */
  @BeforeEach
  void talk() {
    lobby();
    assertThat(run("alice", "send", "--room", "lobby", "ten crates").code()).isZero();
    mine = bundle("alice", "mine");
  }

  private Path bundle(String user, String name) {
    Path out = temporary.resolve(name);
    CommandRun run = run(user, "receipt", "--room", "lobby", "--out", out);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    return out;
  }

  /** The server denies line 3 and tells Bob another one. */
  private Path theirs() {
    ScriptedRoom room = server.room("lobby");
    room.forgetLast();
    room.event(Event.JOINED, "carol");
    return bundle("bob", "theirs.zip");
  }

  private CommandRun compare(Object one, Object other, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("verify", one, "--against", other, "--pki", pki.root()));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray());
  }

  private Path archive(String user) throws Exception {
    try (Stream<Path> files = Files.walk(temporary.resolve("data"))) {
      return files
          .filter(file -> file.endsWith("room.json") && file.toString().contains("/" + user + "/"))
          .findFirst()
          .orElseThrow()
          .getParent();
    }
  }

  private Path heads(String server, RoomPosition head) throws Exception {
    Credentials receipts =
        pki.issue(
            CertificateOrder.of("heads", CertificateKind.RECEIPT).withServer(server).replacing());
    HeadsDocument document =
        new HeadsDocument(
            server,
            1,
            "",
            0,
            "",
            1,
            HeadsFile.sha256(List.of(head)),
            Timestamps.format(Instant.now()),
            Digests.sha256Hex(receipts.leaf().getEncoded()));
    byte[] signature = receipts.sign(document.encode());
    return Files.write(
        temporary.resolve("heads-0000000001.txt"),
        new HeadsFile(document, signature, List.of(head)).encode());
  }

  @Test
  void whatAgreesIsEqualOrContinued() throws Exception {
    CommandRun same = compare(mine, archive("alice"));
    assertThat(same.err()).isEmpty();
    assertThat(same.code()).as(same.out()).isZero();
    assertThat(same.out())
        .contains("A  evidence bundle " + mine + ": VERIFIED", "B  receipt", "for server scripted")
        .contains("EQUAL: both end at line 3 (");

    run("bob", "send", "--room", "lobby", "agreed");
    Path later = bundle("bob", "later");
    CommandRun continued = compare(mine, later);
    assertThat(continued.code()).isZero();
    assertThat(continued.out())
        .contains("B CONTINUES A: they are the same up to line 3 (", "B goes on to line 4");
    assertThat(compare(later, mine, "--json").out())
        .contains("\"relation\":\"a_continues_b\"", "\"room\":\"lobby\"", "\"position\":3");
  }

  @Test
  void twoSignedHistoriesAreSavedAndVerifyForOthers() throws Exception {
    Path theirs = theirs();
    Path saved = temporary.resolve("two");
    CommandRun found = compare(mine, theirs, "--save", saved);
    assertThat(found.err()).isEmpty();
    assertThat(found.code()).isEqualTo(1);
    assertThat(found.out())
        .contains("EQUIVOCATION: the server scripted signed two histories of room lobby (")
        .contains("the first line that differs is line 3", "from alice", "from @server")
        .contains("securechat verify " + saved);

    CommandRun shown = CommandRun.of("verify", saved, "--ca", pki.root().resolve("ca.pem"));
    assertThat(shown.code()).as(shown.out() + shown.err()).isZero();
    assertThat(shown.out()).contains("VERIFIED: the folder proves it");
    assertThat(CommandRun.of("verify", saved.resolve("b"), "--pki", pki.root()).code()).isZero();

    CommandRun again = compare(mine, theirs, "--save", saved);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("is there already");
    Files.writeString(saved.resolve("README.txt"), "the server is right\n");
    CommandRun changed = CommandRun.of("verify", saved, "--pki", pki.root());
    assertThat(changed.code()).isEqualTo(1);
    assertThat(changed.out()).contains("README.txt is not what follows", "FAILED");
  }

  @Test
  void aReceiptAndAnArchiveCountLikeBundles() throws Exception {
    Path theirs = theirs();
    assertThat(compare(theirs, archive("alice")).out()).contains("EQUIVOCATION");
    Path receipt;
    try (Stream<Path> files = Files.walk(archive("alice").resolve("receipts"))) {
      receipt = files.filter(file -> file.endsWith("receipt.json")).findFirst().orElseThrow();
    }
    CommandRun alone = compare(receipt, theirs, "--json");
    assertThat(alone.code()).isEqualTo(1);
    assertThat(alone.out()).contains("\"relation\":\"equivocation\"", "\"kind\":\"receipt\"");
    assertThat(compare(mine.resolve("receipt.json"), theirs).out()).contains("EQUIVOCATION");
  }

  @Test
  void headsCountIfTheyAreOfTheSameServer() throws Exception {
    ScriptedRoom room = server.room("lobby");
    Path heads = heads("elsewhere", new RoomPosition(room.id(), 3, "ab".repeat(32)));
    CommandRun unknown = compare(mine, heads);
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.out()).contains("FAILED", "missing", "it is no evidence");

    CommandRun other =
        compare(mine, heads, "--certificate", pki.root().resolve("issued/heads.pem"));
    assertThat(other.code()).as(other.out() + other.err()).isEqualTo(1);
    assertThat(other.out())
        .contains("CANNOT BE COMPARED: A is of the server scripted, and B of elsewhere");

    heads("scripted", new RoomPosition(room.id(), 3, "ab".repeat(32)));
    CommandRun signed =
        compare(mine, heads, "--certificate", pki.root().resolve("issued/heads.pem"));
    assertThat(signed.out()).contains("EQUIVOCATION", "heads number 1, which lists 1 rooms");
  }

  @Test
  void whatDoesNotVerifyIsNamedAndProvesNothing() throws Exception {
    Path theirs = theirs();
    Path file = mine.resolve("messages/3.json");
    Files.writeString(file, Files.readString(file).replace("ten crates", "two crates"));
    CommandRun found = compare(mine, theirs, "--save", temporary.resolve("two"));
    assertThat(found.code()).isEqualTo(1);
    assertThat(found.out())
        .contains("payload messages/3.json", mine + " does not verify, so it is no evidence")
        .contains("Its receipt alone may be evidence")
        .doesNotContain("EQUIVOCATION");
    assertThat(temporary.resolve("two")).doesNotExist();
    assertThat(compare(mine.resolve("receipt.json"), theirs).out()).contains("EQUIVOCATION");
  }

  @Test
  void wrongUsageIsSaidToBeSo() {
    assertThat(compare(mine, temporary.resolve("nothing")).code()).isEqualTo(2);
    CommandRun alone = CommandRun.of("verify", mine, "--save", "two", "--pki", pki.root());
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("--save goes with --against");
    CommandRun strange = compare(mine, password);
    assertThat(strange.code()).isEqualTo(1);
    assertThat(strange.err()).contains("proves nothing");
  }
}
