package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.json.Json;

/** {@code verify} of an export: a verdict for each bundle, and the index held against them. */
class ExportFolderTest extends ServerCommandsTest {
  private Path folder;
  private List<String> times;
  private String roomId;
  private ObjectNode index;

  @BeforeEach
  void anExportOfTwoBundles() throws Exception {
    lobby();
    run("alice", "send", "--room", "lobby", "the third line");
    run("alice", "send", "--room", "lobby", "the fourth line");
    Path all = temporary.resolve("all");
    run("alice", "receipt", "--room", "lobby", "--out", all);
    times =
        Files.readAllLines(all.resolve("transcript.txt")).stream()
            .map(line -> line.split("\\|", -1)[1])
            .toList();
    roomId = Json.parse(Files.readAllBytes(all.resolve("receipt.json"))).get("room_id").asText();
    folder = Files.createDirectory(temporary.resolve("export"));
    bundle("lobby-1-3.zip", "--until", times.get(3));
    bundle("lobby-4-4.zip", "--since", times.get(3));
    index();
  }

  private void bundle(String name, Object... time) {
    List<Object> words = new java.util.ArrayList<>(List.of("receipt", "--room", "lobby", "--out"));
    words.add(folder.resolve(name));
    words.addAll(List.of(time));
    assertThat(run("alice", words.toArray()).code()).isZero();
  }

  private void index() throws IOException {
    index =
        Json.object()
            .put("type", "securechat/export/1")
            .put("server", "https://127.0.0.1:7480")
            .put("made_by", "ines")
            .put("made_at", "2026-11-28T12:00:00Z")
            .put("user", "alice")
            .put("since", "")
            .put("until", "")
            .put("zone", "UTC");
    ObjectNode room =
        index
            .putArray("rooms")
            .addObject()
            .put("room", "lobby")
            .put("room_id", roomId)
            .put("first", 1)
            .put("last", 4)
            .put("first_at", times.get(0))
            .put("last_at", times.get(3));
    ArrayNode bundles = room.putArray("bundles");
    entry(bundles, "lobby-1-3.zip", 1, 3, "3");
    entry(bundles, "lobby-4-4.zip", 4, 4, "4");
    index.putArray("without_lines").add("quiet");
    index.putArray("failed");
    write();
  }

  private void entry(ArrayNode bundles, String file, long first, long last, String lines)
      throws IOException {
    bundles
        .addObject()
        .put("file", file)
        .put("first", first)
        .put("last", last)
        .put("user_lines", lines)
        .put("bytes", Files.size(folder.resolve(file)))
        .put("sha256", Digests.sha256Hex(Files.readAllBytes(folder.resolve(file))));
  }

  private void write() throws IOException {
    Files.writeString(folder.resolve("index.json"), index.toPrettyString());
  }

  private ObjectNode room() {
    return (ObjectNode) index.get("rooms").get(0);
  }

  private ObjectNode entry(int number) {
    return (ObjectNode) room().get("bundles").get(number);
  }

  private CommandRun verify(Object... options) {
    List<Object> words =
        new java.util.ArrayList<>(
            List.of("verify", folder, "--ca", pki.root().resolve("ca.pem"), "--no-crl"));
    words.addAll(List.of(options));
    return CommandRun.of(words.toArray());
  }

  @Test
  void everyBundleHasItsVerdictAndThereIsATotal() {
    CommandRun run = verify();

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("user alice", "signed by CN=", "for server scripted")
        .contains("VERIFIED: lobby-1-3.zip, room lobby, lines 1 to 3, from " + times.get(0))
        .contains("VERIFIED: lobby-4-4.zip, room lobby, lines 4 to 4")
        .contains("VERIFIED: 2 of 2 bundles verify");
    assertThat(run.code()).isZero();
    assertThat(verify("--json").out())
        .contains("\"file\":\"lobby-4-4.zip\",\"verdict\":\"VERIFIED\"")
        .contains("\"type\":\"total\",\"verdict\":\"VERIFIED\",\"bundles\":2,\"verified\":2");
  }

  @Test
  void aBundleThatIsMissingOrAnotherFails() throws Exception {
    Path second = folder.resolve("lobby-4-4.zip");
    byte[] bytes = Files.readAllBytes(second);
    Files.delete(second);
    assertFails("the file is missing");

    bytes[bytes.length / 2] ^= 1;
    Files.write(second, bytes);
    assertFails("its SHA-256 differs");

    entry(1).put("sha256", Digests.sha256Hex(bytes));
    write();
    assertFails("FAILED: lobby-4-4.zip");

    Files.delete(second);
    Files.createSymbolicLink(second, Path.of("lobby-1-3.zip"));
    assertFails("the file is missing");
  }

  private void assertFails(String words) {
    CommandRun run = verify();
    assertThat(run.out()).contains(words).contains("FAILED: 1 of 2 bundles verify");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void oneBundleUnderTwoNamesIsNoExport() throws Exception {
    Files.copy(
        folder.resolve("lobby-1-3.zip"),
        folder.resolve("lobby-4-4.zip"),
        StandardCopyOption.REPLACE_EXISTING);
    index();
    assertFails("it has other lines: 1 to 3");
  }

  @Test
  void whatTheIndexSaysOfABundleIsHeldAgainstIt() throws Exception {
    assertIndexFails(i -> room().put("room", "board"), "it is of another room: lobby");
    assertIndexFails(i -> room().put("room_id", "x"), "it is of another room: lobby");
    assertIndexFails(
        i -> entry(1).put("user_lines", "4,5"), "the lines of alice in it are others: 4");
    assertIndexFails(i -> i.put("user", "bob"), "the lines of bob in it are others");
    assertIndexFails(i -> entry(0).put("last", 2), "it has other lines: 1 to 3");
    assertIndexFails(i -> room().put("last", 9), "are not all of its lines 1 to 9");
    assertIndexFails(
        i -> ((ArrayNode) room().get("bundles")).remove(1), "are not all of its lines");
    assertIndexFails(
        i -> ((ArrayNode) room().get("bundles")).remove(0), "does not begin at line 1");
    assertIndexFails(i -> ((ArrayNode) i.get("rooms")).removeAll(), "FAILED: 0 of 0 bundles");
  }

  private void assertIndexFails(Consumer<ObjectNode> change, String words) throws IOException {
    index();
    change.accept(index);
    write();
    CommandRun run = verify();
    assertThat(run.out()).contains(words).contains("FAILED: ");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void bundlesOfDifferentRecordsDoNotContinueEachOther() throws Exception {
    Path other = temporary.resolve("other.zip");
    assertThat(run("bob", "create", "board").code()).isZero();
    assertThat(run("bob", "send", "--room", "board", "one").code()).isZero();
    assertThat(run("bob", "receipt", "--room", "board", "--out", other).code()).isZero();
    Files.copy(other, folder.resolve("board-1-2.zip"));
    entry((ArrayNode) room().get("bundles"), "board-1-2.zip", 1, 2, "");
    write();
    CommandRun run = verify();
    assertThat(run.out())
        .contains("it is of another room: board")
        .contains("it continues another record than the bundle before it");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void whatWasNotExportedAndWhatIsTooMuchIsSaid() throws Exception {
    ((ArrayNode) index.get("failed"))
        .addObject()
        .put("room", "broken")
        .put("reason", "its record does not verify");
    write();
    Files.writeString(folder.resolve("more.zip"), "no bundle");
    CommandRun run = verify();
    assertThat(run.out())
        .contains("note: room broken is not in this export: its record does not verify")
        .contains("note: more.zip is not of this export");
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../lobby-1-3.zip",
        "/etc/passwd.zip",
        "a/b.zip",
        ".zip",
        "",
        "lobby",
        "..zip",
        "a\u0007.zip"
      })
  void nothingBesideTheFolderIsRead(String name) throws Exception {
    entry(0).put("file", name);
    write();
    CommandRun run = verify();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("is no index of an export");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[]", "null", "{\"type\":\"securechat/export/2\"}", "{\"type\":1}"})
  void anIndexThatIsNoneIsAnError(String text) throws Exception {
    Files.writeString(folder.resolve("index.json"), text);
    CommandRun run = verify();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("is no index of an export");
  }
}
