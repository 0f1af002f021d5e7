package org.securechat.client.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.file.FileUpload;
import org.securechat.client.file.LocalFile;
import org.securechat.client.file.ShownProgress;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.Draft;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.SessionListener;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.evidence.SignedMessage;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code send}. */
@Command(
    name = "send",
    description = {
      "Send a message to a room or to one user; returns when the server has stored it.",
      "The room's transcript is brought up to date and the receipt is kept."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat send --as alice --room lobby Good morning",
      "  securechat send --as alice --to bob - < report.txt",
      "  securechat send --as alice --room lobby --reply-to 12 Good morning, @bob",
      "  securechat send --as alice --room lobby --file report.pdf Here it is",
      "  tail -f log | securechat send --as robot --room alarms --lines -"
    })
final class SendCommand extends SessionCommand {
  @ArgGroup(multiplicity = "1")
  private Target target;

  @ArgGroup(multiplicity = "0..1")
  private Aim aim;

  @Option(names = "--lines", description = "with '-': each line is a message of its own")
  private boolean lines;

  @Option(
      names = "--file",
      paramLabel = "PATH",
      description = "send this file; TEXT may say something with it")
  private Path file;

  @Parameters(
      arity = "0..*",
      paramLabel = "TEXT",
      description = "the text, or '-' for standard input (UTF-8)")
  private List<String> words = List.of();

  /** Where to. */
  static final class Target {
    @Option(names = "--room", paramLabel = "ROOM", description = "the room")
    private String room;

    @Option(names = "--to", paramLabel = "USER", description = "the user")
    private String user;
  }

  /** Which message it is about. */
  static final class Aim {
    @Option(names = "--reply-to", paramLabel = "N", description = "answer line N")
    private Long replyTo;

    @Option(
        names = "--edit",
        paramLabel = "N",
        description = "let your line N read TEXT; both stay in the record")
    private Long edit;

    @Option(
        names = "--retract",
        paramLabel = "N",
        description = "take your line N back, without TEXT; it stays in the record")
    private Long retract;

    @Option(
        names = "--react",
        paramLabel = "N",
        description = "give line N a symbol, which TEXT is")
    private Long react;

    @Option(names = "--unreact", paramLabel = "N", description = "withdraw the symbol")
    private Long unreact;

    @Option(
        names = "--remove",
        paramLabel = "N",
        description =
            "take line N out of a room that you moderate, for a reason, which TEXT may be")
    private Long remove;

    @Option(names = "--read", description = "state that you have read the room, without TEXT")
    private boolean read;

    private long line() {
      return Stream.of(replyTo, edit, retract, react, unreact, remove, read ? 1L : null)
          .filter(Objects::nonNull)
          .findFirst()
          .orElseThrow();
    }

    private Draft draft(String text) {
      if (replyTo != null) {
        return Draft.reply(replyTo, text);
      }
      if (edit != null) {
        return Draft.edit(edit, text);
      }
      if (retract != null) {
        return Draft.retract(retract);
      }
      if (remove != null) {
        return Draft.remove(remove, text);
      }
      if (read) {
        return Draft.read();
      }
      return react != null ? Draft.react(react, text) : Draft.withdraw(unreact, text);
    }
  }

  private boolean fromInput() {
    return words.equals(List.of("-"));
  }

  /** Whether TEXT has to be there; empty if it may. */
  private Optional<Boolean> needsText() {
    return file != null || (aim != null && aim.remove != null)
        ? Optional.empty()
        : Optional.of(aim == null || (aim.retract == null && !aim.read));
  }

  @Override
  void check() {
    if (lines && !fromInput()) {
      throw usage("--lines goes with '-'");
    }
    if (lines && aim != null) {
      throw usage("--lines sends messages of their own");
    }
    if (file != null && (lines || aim != null)) {
      throw usage("--file sends a message of its own");
    }
    if (aim != null && aim.line() < 1) {
      throw usage("lines are numbered from 1 on");
    }
    if (needsText().filter(needed -> needed == words.isEmpty()).isPresent()) {
      throw usage(words.isEmpty() ? "TEXT is missing" : "this takes no TEXT");
    }
  }

  @Override
  boolean reconnects() {
    return true;
  }

  @Override
  SessionListener listener(Output out) {
    return new Alarms(out) {
      @Override
      public void message(RoomMessage message) {
        if (!message.verified()) {
          out.message(message, true);
        }
      }
    };
  }

  @Override
  void run(ChatSession session, Output out) throws ClientException {
    if (!fromInput()) {
      say(session, out, argument(String.join(" ", words)));
    } else if (lines) {
      try (ShutdownReceipts _ =
          new ShutdownReceipts(session, receipts -> receipts.forEach(out::receipt))) {
        sayLines(session, out);
      }
    } else {
      say(session, out, wholeInput());
    }
    session.bye().forEach(out::receipt);
  }

  private void say(ChatSession session, Output out, String text) throws ClientException {
    Draft draft = aim == null ? Draft.say(text) : aim.draft(text);
    if (file != null) {
      draft = shared(session, out, text);
    }
    Answer.SentAnswer sent =
        target.room == null ? session.sendTo(target.user, draft) : session.send(target.room, draft);
    out.print(
        MessageJson.sent(sent),
        out.text().good() + " sent, line " + sent.position() + " of " + sent.room());
  }

  /** The content comes first: a line names only what the server has. */
  private Draft shared(ChatSession session, Output out, String text) throws ClientException {
    LocalFile local = LocalFile.read(file);
    String room = target.room == null ? session.directRoom(target.user) : target.room;
    new FileUpload(session, room, local, new ShownProgress(out::print, local.info())).run();
    return Draft.share(local.info(), text);
  }

  private void sayLines(ChatSession session, Output out) throws ClientException {
    try {
      var reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isEmpty()) {
          say(session, out, line);
        }
      }
    } catch (IOException e) {
      throw new ClientException("standard input cannot be read", e);
    }
  }

  private static String wholeInput() throws ClientException {
    try (InputStream in = System.in) {
      byte[] bytes = in.readNBytes(SignedMessage.MAX_PAYLOAD + 1);
      if (bytes.length > SignedMessage.MAX_PAYLOAD) {
        throw new ClientException(
            "the text is longer than a message can be (" + SignedMessage.MAX_PAYLOAD + " bytes)",
            "Split it, or send each line by itself with --lines.");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ClientException("standard input is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ClientException("standard input cannot be read", e);
    }
  }

  /** Java turns what its locale cannot read into question marks; better to say so. */
  private static String argument(String text) throws ClientException {
    if (text.indexOf('\ufffd') >= 0) {
      throw new ClientException(
          "the text has characters that this locale cannot pass on",
          "Set LC_ALL=C.UTF-8, or give the text on standard input with '-'.");
    }
    return text;
  }
}
