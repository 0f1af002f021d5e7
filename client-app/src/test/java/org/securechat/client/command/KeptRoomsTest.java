package org.securechat.client.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.securechat.client.scripted.ScriptedRoom;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.key.Passphrase;

/** Rooms that bob keeps; the server is asked no more. */
abstract class KeptRoomsTest extends ServerCommandsTest {
  @BeforeEach
  void rooms() {
    lobby();
  }

  void say(String user, String text, Object... options) {
    Object[] words = new Object[options.length + 4];
    System.arraycopy(new Object[] {"send", "--room", "lobby"}, 0, words, 0, 3);
    System.arraycopy(options, 0, words, 3, options.length);
    words[words.length - 1] = text;
    org.assertj.core.api.Assertions.assertThat(run(user, words).err()).isEmpty();
  }

  void change(String user, Object... options) {
    Object[] words = new Object[options.length + 3];
    System.arraycopy(new Object[] {"send", "--room", "lobby"}, 0, words, 0, 3);
    System.arraycopy(options, 0, words, 3, options.length);
    org.assertj.core.api.Assertions.assertThat(run(user, words).err()).isEmpty();
  }

  /** Bob fetches what there is, and the server is gone. */
  void keep() throws Exception {
    run("bob", "history", "lobby", "--last", "0");
    server.close();
  }

  void erase(String lines) {
    ScriptedRoom room = server.room("lobby");
    room.state(
        EventPayload.create(
                "lobby", room.id(), EventPayload.Event.ERASED, lines, "alice", Instant.now())
            .encode());
  }

  About about(long position) throws Exception {
    String line = server.room("lobby").entries().get((int) position - 1).line();
    return new About(position, TranscriptLine.parse(line).payloadSha256());
  }

  /** As a client may that checks nothing, at a server that does not, either. */
  void bobSigns(MessageContent content) throws Exception {
    Path issued = pki.root().resolve("issued");
    Credentials bob =
        PemFiles.credentials(
            issued.resolve("bob.pem"), issued.resolve("bob.key"), Passphrase.none());
    server.room("lobby").signs("bob", bob, content);
  }

  static List<String> lines(CommandRun run) {
    return run.out().lines().toList();
  }
}
