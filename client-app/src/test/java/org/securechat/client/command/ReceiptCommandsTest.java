package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptCommandsTest extends ServerCommandsTest {
  @Test
  void theReceiptsBundleVerifiesAndSaysWhoSignedWhat() throws Exception {
    lobby();
    run("alice", "send", "--room", "lobby", "for the record");
    Path bundle = temporary.resolve("it's evidence");

    CommandRun receipt = run("alice", "receipt", "--room", "lobby", "--out", bundle);
    assertThat(receipt.err()).isEmpty();
    assertThat(receipt.code()).isZero();
    CommandRun verified = CommandRun.of("verify", bundle, "--ca", pki.root().resolve("ca.pem"));
    assertThat(verified.out())
        .startsWith("signed by CN=")
        .contains("for server scripted")
        .contains("VERIFIED");
    assertThat(verified.code()).isZero();

    assertThat(receipt.out()).contains("verify.sh").contains("CA.pem");
  }

  @Test
  void theConversationOfABundleCanBeReadAndReported() throws Exception {
    lobby();
    run("alice", "send", "--room", "lobby", "for the \u202erecord");
    Path bundle = temporary.resolve("evidence");
    run("alice", "receipt", "--room", "lobby", "--out", bundle);
    Path report = temporary.resolve("report.html");
    Path authority = pki.root().resolve("ca.pem");

    CommandRun read =
        CommandRun.of("verify", bundle, "--ca", authority, "--read", "--report", report);
    assertThat(read.err()).isEmpty();
    assertThat(read.code()).isZero();
    String verdict = "VERIFIED: ";
    assertThat(read.out().substring(read.out().indexOf(verdict)))
        .contains("lobby, with times of the zone " + ZoneId.systemDefault())
        .contains(" alice: for the \\u202erecord\n")
        .containsPattern("[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2} alice: ");
    assertThat(Files.readString(report)).contains("VERIFIED", "U+202E", authority.toString());
    assertThat(Files.getPosixFilePermissions(report)).hasToString("[OWNER_READ, OWNER_WRITE]");
    assertThat(CommandRun.of("verify", bundle, "--ca", authority, "--read", "--json").out())
        .contains("\"state\":\"verified\",\"kind\":\"text\",\"text\":\"for the \\u202Erecord\"");
  }

  @Test
  void aReportNeverReplacesAFile() throws Exception {
    Path bundle = Files.createDirectory(temporary.resolve("bundle"));
    Path there = Files.createFile(temporary.resolve("report.html"));
    for (Path file : List.of(there, temporary.resolve("no/such/folder/report.html"))) {
      CommandRun run =
          CommandRun.of("verify", bundle, "--ca", pki.root().resolve("ca.pem"), "--report", file);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).containsAnyOf("is there already", "cannot be written into");
    }
    assertThat(there).isEmptyFile();
  }

  @Test
  void whatIsNotVerifiedIsReportedAsSuch() throws Exception {
    lobby();
    run("alice", "send", "--room", "lobby", "for the record");
    Path bundle = temporary.resolve("bundle");
    run("alice", "receipt", "--room", "lobby", "--out", bundle);
    Path receipt = bundle.resolve("receipt.sig");
    byte[] signature = Files.readAllBytes(receipt);
    signature[signature.length / 2] ^= 1;
    Files.write(receipt, signature);
    Path report = temporary.resolve("report.html");
    Path authority = pki.root().resolve("ca.pem");

    CommandRun run =
        CommandRun.of("verify", bundle, "--ca", authority, "--read", "--report", report);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("alice: for the record  [not proven]");
    assertThat(Files.readString(report)).contains("FAILED", "This record proves nothing.");
  }

  @Test
  void aKeptReceiptNeedsNoServer() throws Exception {
    lobby();
    run("alice", "send", "--room", "lobby", "for the record");
    server.stop();
    Path zip = temporary.resolve("evidence.zip");

    CommandRun receipt = run("alice", "receipt", "--room", "lobby", "--kept", "--out", zip);
    assertThat(receipt.err()).isEmpty();
    assertThat(receipt.code()).isZero();
    assertThat(CommandRun.of("verify", zip, "--ca", pki.root().resolve("ca.pem"), "--json").out())
        .contains("\"type\":\"verdict\",\"verdict\":\"VERIFIED\"");
    CommandRun again = run("alice", "receipt", "--room", "lobby", "--kept", "--out", zip);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("is there already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"transcript.txt", "receipt.sig", "messages/1.json", "README.txt"})
  void oneFlippedByteIsNamed(String name) throws Exception {
    lobby();
    Path bundle = temporary.resolve("bundle");
    run("alice", "receipt", "--room", "lobby", "--out", bundle);
    Path file = bundle.resolve(name);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);

    CommandRun verified = CommandRun.of("verify", bundle, "--ca", pki.root().resolve("ca.pem"));
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out()).contains("FAILED").contains(name);
  }

  @Test
  void verifyingNeedsSomebodyToTrust() throws Exception {
    Path bundle = Files.createDirectory(temporary.resolve("empty"));
    CommandRun run = CommandRun.of("verify", bundle, "--ca", temporary.resolve("none.pem"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--ca FILE");
  }
}
