package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.pki.OpenSsl;

class ReceiptCommandsTest extends ServerCommandsTest {
  @Test
  void theReceiptsBundleVerifiesHereAndWithOpenssl() throws Exception {
    lobby();
    run("alice", "send", "--room", "lobby", "for the record");
    Path bundle = temporary.resolve("it's evidence");

    CommandRun receipt = run("alice", "receipt", "--room", "lobby", "--out", bundle);
    assertThat(receipt.err()).isEmpty();
    assertThat(receipt.code()).isZero();
    CommandRun verified = CommandRun.of("verify", bundle, "--ca", pki.root().resolve("ca.pem"));
    assertThat(verified.out()).contains("verified: all");
    assertThat(verified.code()).isZero();

    assumeThat(OpenSsl.present()).isTrue();
    String pasted =
        receipt
            .out()
            .lines()
            .filter(line -> line.contains("openssl cms"))
            .findFirst()
            .orElseThrow();
    assertThat(new ProcessBuilder("sh", "-c", pasted).start().waitFor()).isZero();
    assertThat(new ProcessBuilder("sh", "verify.sh").directory(bundle.toFile()).start().waitFor())
        .isZero();
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
        .contains("\"type\":\"verdict\",\"passed\":true");
    CommandRun again = run("alice", "receipt", "--room", "lobby", "--kept", "--out", zip);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("is there already");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"transcript.txt", "receipt.json", "receipt.json.p7s", "messages/1.json", "ca.pem"})
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
    assertThat(verified.out()).contains("NOT verified").contains("SHA256SUMS");
  }

  @Test
  void verifyingNeedsSomebodyToTrust() throws Exception {
    Path bundle = Files.createDirectory(temporary.resolve("empty"));
    CommandRun run = CommandRun.of("verify", bundle, "--ca", temporary.resolve("none.pem"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("--ca FILE");
  }
}
