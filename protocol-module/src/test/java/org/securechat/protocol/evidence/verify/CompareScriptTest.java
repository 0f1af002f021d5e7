package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.compare.EquivocationFolder;
import org.securechat.protocol.evidence.compare.Exhibit;
import org.securechat.testkit.TestPki;

/** The script in a folder that shows two histories comes to the program's verdict by openssl. */
class CompareScriptTest {
  private static final List<List<String>> SHELLS =
      List.of(List.of("sh"), List.of("bash"), List.of("busybox", "ash"));

  @TempDir private Path temporary;
  private Conversation one;
  private Conversation other;
  private Path authority;

  @BeforeEach
  void fork() throws Exception {
    assumeTrue(isInstalled("openssl"), "openssl is not installed");
    one = Judged.talk();
    other = one.fork().say("bob", "never");
    one.say("alice", "agreed");
    authority = pem(Judged.PKI.certificate(), "ca.pem");
  }

  private static boolean isInstalled(String program) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private Path pem(X509Certificate certificate, String name) throws Exception {
    String base64 = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
    return Files.writeString(
        temporary.resolve(name),
        "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
  }

  private Path saved(Exhibit a, Exhibit b) throws IOException {
    Path folder = temporary.resolve("it's two");
    EquivocationFolder.write(folder, a, b, a.against(b));
    return folder;
  }

  private String run(List<String> shell, Path folder, Path trusted) throws Exception {
    List<String> command = new ArrayList<>(shell);
    command.add(folder.resolve("compare.sh").toString());
    return said(command, trusted);
  }

  private String run(List<String> judge, Path folder) throws Exception {
    List<String> command = new ArrayList<>(judge);
    command.add(folder.toString());
    return said(command, authority);
  }

  private String said(List<String> command, Path trusted) throws Exception {
    command.add(trusted.toString());
    Path said = Files.createTempFile(temporary, "said", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      process.getOutputStream().close();
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
      String output = Files.readString(said, StandardCharsets.UTF_8);
      return process.exitValue() + "\n" + output;
    } finally {
      process.destroyForcibly();
    }
  }

  private String run(Path folder) throws Exception {
    return run(SHELLS.get(0), folder, authority);
  }

  @Test
  void twoBundlesAreProofInEveryShell() throws Exception {
    Path folder = saved(TwoHistoriesTest.bundle(one), TwoHistoriesTest.bundle(other, 3, 6));
    for (List<String> shell : SHELLS) {
      if (isInstalled(shell.get(0))) {
        assertThat(run(shell, folder, authority))
            .as("%s", shell)
            .startsWith("0\n")
            .contains("a: chain value at line 6: " + one.chain(6))
            .contains("b: chain value at line 6: " + other.chain(6))
            .contains("chat.example.org|" + one.roomId)
            .endsWith("VERDICT: EQUIVOCATION\n");
      }
    }
  }

  @Test
  void statementsAreCheckedAndTheirSignersShown() throws Exception {
    Path folder =
        saved(
            TwoHistoriesTest.verified(TwoHistoriesTest.archive(one, 6, 6)),
            TwoHistoriesTest.heads(TwoHistoriesTest.head(other, 6)));
    assertThat(run(folder))
        .startsWith("3\n")
        .contains("URI:securechat:server:chat.example.org")
        .contains("a: chain value at line 6: " + one.chain(6))
        .contains("b: chain value at line 6: " + other.chain(6))
        .contains("VERDICT: THE TWO DIFFER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/receipt.sig", "a/receipt.json", "a/lines.txt", "b/transcript.txt"})
  void whatWasChangedIsNoProof(String name) throws Exception {
    Path folder =
        saved(
            TwoHistoriesTest.verified(TwoHistoriesTest.archive(one, 6, 6)),
            name.startsWith("b/")
                ? TwoHistoriesTest.bundle(other)
                : TwoHistoriesTest.receipt(other, 1, 6));
    Path file = folder.resolve(name);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Judged.flipped(content, content.length / 2, 1));
    assertThat(run(folder)).startsWith("1\n").endsWith("VERDICT: NOT SHOWN\n");
  }

  @Test
  void aByteBehindASignatureOfFullLengthIsNoProof() throws Exception {
    Path folder = saved(TwoHistoriesTest.receipt(one, 1, 6), TwoHistoriesTest.receipt(other, 1, 6));
    Path signature = folder.resolve("a/receipt.sig");
    for (int i = 0; Files.size(signature) < 72 && i < 200; i++) {
      folder = temporary.resolve("again " + i);
      Exhibit again = TwoHistoriesTest.receipt(one, 1, 6);
      Exhibit two = TwoHistoriesTest.receipt(other, 1, 6);
      EquivocationFolder.write(folder, again, two, again.against(two));
      signature = folder.resolve("a/receipt.sig");
    }
    assertThat(run(folder)).startsWith("3\n");
    Files.write(signature, Arrays.copyOf(Files.readAllBytes(signature), 73));
    assertThat(run(folder)).startsWith("1\n").endsWith("VERDICT: NOT SHOWN\n");
  }

  @Test
  void headsThatWereChangedAreNoProof() throws Exception {
    Path folder =
        saved(
            TwoHistoriesTest.heads(TwoHistoriesTest.head(one, 6)),
            TwoHistoriesTest.receipt(other, 1, 6));
    Path heads = folder.resolve("a/heads.txt");
    Files.writeString(heads, Files.readString(heads).replace(one.chain(6), "ab".repeat(32)));
    assertThat(run(folder)).startsWith("1\n").contains("a: other lines");
  }

  @Test
  void aRecordWithoutSignatureIsNoProof() throws Exception {
    Path folder = saved(TwoHistoriesTest.unsigned(one), TwoHistoriesTest.receipt(other, 1, 6));
    assertThat(run(folder)).startsWith("1\n").contains("so that it is no proof");
  }

  @Test
  void anotherAuthorityIsNotBelieved() throws Exception {
    Path stranger = pem(TestPki.create().certificate(), "stranger.pem");
    Path folder = saved(TwoHistoriesTest.receipt(one, 1, 6), TwoHistoriesTest.receipt(other, 1, 6));
    assertThat(run(SHELLS.get(0), folder, stranger)).startsWith("1\n").contains("NOT SHOWN");
    assertThat(run(SHELLS.get(0), folder, folder.resolve("README.txt"))).startsWith("2\n");
  }

  /** A reader who has copies of both scripts runs none that came with the folder. */
  @Test
  void aTrustedCopyJudgesWithTheVerifierBesideIt() throws Exception {
    Path folder = saved(TwoHistoriesTest.bundle(one), TwoHistoriesTest.bundle(other));
    Path trusted = Files.createDirectory(temporary.resolve("trusted"));
    Files.copy(folder.resolve("compare.sh"), trusted.resolve("compare.sh"));
    Files.write(trusted.resolve("verify.sh"), BundleLayout.constant(BundleLayout.SCRIPT));
    Files.writeString(folder.resolve("a/verify.sh"), "exit 0\n");
    List<String> judged = List.of("sh", trusted.resolve("compare.sh").toString(), "--folder");
    assertThat(run(judged, folder)).startsWith("1\n").contains("a: the bundle does not verify");

    Files.write(folder.resolve("a/verify.sh"), BundleLayout.constant(BundleLayout.SCRIPT));
    assertThat(run(judged, folder)).startsWith("0\n").endsWith("VERDICT: EQUIVOCATION\n");
  }

  @Test
  void publishedHashIsThatOfTheScript() throws Exception {
    Path folder = saved(TwoHistoriesTest.receipt(one, 1, 6), TwoHistoriesTest.receipt(other, 1, 6));
    String sha256 = Digests.sha256Hex(Files.readAllBytes(folder.resolve("compare.sh")));
    assertThat(Files.readString(Path.of("..", "docs", "EVIDENCE.md")))
        .contains("    " + sha256 + "  compare.sh\n");
  }

  @Test
  void halvesThatAgreeAreNoProof() throws Exception {
    Path folder = saved(TwoHistoriesTest.receipt(one, 1, 6), TwoHistoriesTest.receipt(other, 1, 6));
    for (String name : List.of("receipt.json", "receipt.sig")) {
      Files.write(folder.resolve("b/" + name), Files.readAllBytes(folder.resolve("a/" + name)));
    }
    assertThat(run(folder)).startsWith("1\n").contains("the two agree at line 6");
  }
}
