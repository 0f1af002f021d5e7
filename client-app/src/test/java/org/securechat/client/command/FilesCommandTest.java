package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.Digests;

/** Files are sent and got whole, or not at all. */
class FilesCommandTest extends ServerCommandsTest {
  private static final int PART = Request.FilePart.MAX_PART;

  private final byte[] report = content(3 * PART + 1);
  private Path source;
  private Path downloads;

  private static byte[] content(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void files() throws IOException {
    lobby();
    source = Files.write(temporary.resolve("report.pdf"), report);
    downloads = Files.createDirectory(temporary.resolve("downloads"));
  }

  private CommandRun send(Object... words) {
    Stream<Object> first = Stream.of("send", "--room", "lobby", "--file", source);
    return run("alice", Stream.concat(first, Stream.of(words)).toArray());
  }

  private CommandRun get(Object... words) {
    Stream<Object> first = Stream.of("files", "--room", "lobby", "--into", downloads);
    return run("bob", Stream.concat(first, Stream.of(words)).toArray());
  }

  private List<String> got() throws IOException {
    try (Stream<Path> files = Files.list(downloads)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileIsSentListedAndGot() throws IOException {
    server.files.unready.set(1);
    assertThat(send("Here", "it", "is").code()).isZero();
    assertThat(server.files.content(Digests.sha256Hex(report))).isEqualTo(report);

    assertThat(run("bob", "files", "--room", "lobby").out())
        .contains("alice sent a file: report.pdf (135.0 kB)", "Here it is");
    assertThat(get("3").code()).isZero();
    assertThat(downloads.resolve("report.pdf")).hasBinaryContent(report);
    assertThat(got()).containsExactly("report.pdf");
  }

  @Test
  void aFileIsSentToOneUser() {
    assertThat(run("alice", "send", "--to", "bob", "--file", source).code()).isZero();
    assertThat(run("bob", "files", "--room", "dm:alice:bob").out()).contains("report.pdf");
  }

  @Test
  void nothingThatIsThereIsOverwritten() throws IOException {
    Files.writeString(downloads.resolve("report.pdf"), "mine");
    send();

    assertThat(get("3").out()).contains("report (2).pdf");
    assertThat(get("3").out()).contains("report (3).pdf");

    assertThat(downloads.resolve("report.pdf")).hasContent("mine");
    assertThat(got()).containsExactly("report (2).pdf", "report (3).pdf", "report.pdf");
  }

  @Test
  void anUploadGoesOnAfterACut() {
    server.files.cutAt = 2;

    assertThat(send().code()).isZero();

    assertThat(server.files.content(Digests.sha256Hex(report))).isEqualTo(report);
    assertThat(server.files.parts()).as("no part was sent twice").isEqualTo(4);
  }

  @Test
  void aDownloadGoesOnAfterACut() {
    send();
    server.files.cutAt = server.files.parts() + 2;

    assertThat(get("3").code()).isZero();

    assertThat(downloads.resolve("report.pdf")).hasBinaryContent(report);
  }

  @Test
  void aDownloadGoesOnInTheNextRun() throws IOException {
    send();
    Path partial = downloads.resolve(".securechat-" + Digests.sha256Hex(report) + ".part");
    Files.write(partial, Arrays.copyOf(report, 2 * PART));
    int before = server.files.parts();

    assertThat(get("3").code()).isZero();

    assertThat(server.files.parts() - before).isEqualTo(2);
    assertThat(downloads.resolve("report.pdf")).hasBinaryContent(report);
  }

  @Test
  void anotherContentGetsNoNameAndIsNotKept() throws IOException {
    send();
    server.files.lie =
        answer -> {
          byte[] part = answer.part().clone();
          part[0] ^= 1;
          return new Answer.FileAnswer(answer.size(), part);
        };

    CommandRun run = get("3");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("not the file that its author has signed");
    assertThat(got()).isEmpty();
  }

  @Test
  void aLongerContentIsNotTaken() throws IOException {
    send();
    server.files.lie = answer -> new Answer.FileAnswer(answer.size() + 1, answer.part());
    assertThat(get("3").code()).isEqualTo(1);
    server.files.lie = answer -> new Answer.FileAnswer(answer.size(), new byte[0]);
    assertThat(get("3").code()).isEqualTo(1);

    assertThat(got()).noneMatch("report.pdf"::equals);
  }

  private CommandRun bundle(Path out) {
    return run("bob", "receipt", "--room", "lobby", "--out", out, "--with-files");
  }

  @Test
  void aBundleHasTheContentsIfTheyAreAskedFor() {
    send();
    Path out = temporary.resolve("bundle");

    CommandRun run = bundle(out);

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(out.resolve("files").resolve(Digests.sha256Hex(report))).hasBinaryContent(report);
    Path without = temporary.resolve("without");
    assertThat(run("bob", "receipt", "--room", "lobby", "--out", without).code()).isZero();
    assertThat(without.resolve("files")).doesNotExist();
    assertThat(
            run("bob", "receipt", "--room", "lobby", "--out", out, "--kept", "--with-files").code())
        .isEqualTo(2);
  }

  @Test
  void aBundleSaysWhichContentsTheServerHasNot() {
    send();
    server.files.forget();
    Path out = temporary.resolve("bundle");

    CommandRun run = bundle(out);

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("no content for report.pdf");
  }

  @Test
  void whatIsNoFileIsNotFetched() {
    send();
    assertThat(get("2").err()).contains("names no file");
    assertThat(get("9").err()).contains("no line 9");
    assertThat(get("0").code()).isEqualTo(2);
    assertThat(run("alice", "send", "--room", "lobby", "--edit", "3", "x").err())
        .contains("is a file, which cannot be edited");
    assertThat(run("bob", "files", "--room", "lobby", "--into", temporary.resolve("no"), "3").err())
        .contains("there is no folder");
  }

  @Test
  void whatCannotBeSentIsSaidBeforeAnythingIsSent() {
    source = temporary.resolve("nothing");
    assertThat(send().err()).contains("there is no file");
    source = downloads;
    assertThat(send().err()).contains("is no plain file");
    assertThat(send("--retract", "3").code()).isEqualTo(2);
    assertThat(server.asked).isEmpty();
  }

  @Test
  void aServerThatKnowsNoFilesIsSentNone() {
    server.kinds = List.of("message/1");

    assertThat(send().code()).isEqualTo(1);

    assertThat(server.files.parts()).isZero();
    assertThat(server.asked).isEmpty();
  }

  @Test
  void aServerThatRefusesTheFileGetsNoLine() {
    // What it has is another content, which it finds at the end.
    byte[] other = content(report.length);
    other[0] ^= 1;
    server.files.pretend(Digests.sha256Hex(report), other);

    CommandRun run = send();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("[file_refused]");
    assertThat(server.asked).isEmpty();
  }
}
