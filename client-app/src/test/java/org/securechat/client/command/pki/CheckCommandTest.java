package org.securechat.client.command.pki;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.command.CommandRun;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.testkit.TestPki;

class CheckCommandTest {
  @TempDir private Path root;
  private PkiFolder pki;

  @BeforeEach
  void folder() throws Exception {
    pki = PkiFolder.withServer(root.resolve("pki"));
    pki.issue(CertificateOrder.of("alice", CertificateKind.CLIENT).withKey(KeyKind.P384));
  }

  @Test
  void folderOfThePkiCommandIsGood() {
    CommandRun run = check();
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("is the key of the certificate, P-384")
        .contains("is for alice")
        .contains("nothing will be refused")
        .doesNotContain("error ")
        .doesNotContain("warning ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ca.pem",
        "crl.pem",
        "issued/server.pem",
        "issued/server.key",
        "issued/receipt.key"
      })
  void missingFileIsAnError(String name) throws Exception {
    Files.delete(file(name));
    refused(file(name) + " is missing");
  }

  @Test
  void clientNeedsNoServersFiles() throws Exception {
    Files.delete(file("issued/receipt.key"));
    assertThat(check("--for", "client").code()).isZero();
    assertThat(check("--for", "server").code()).isEqualTo(1);
    Files.delete(file("issued/alice.pem"));
    assertThat(check("--for", "client").out()).contains(file("issued/alice.pem") + " is missing");
  }

  @Test
  void keyOfSomebodyElseIsAnError() throws Exception {
    pki.client("bob");
    Files.copy(
        file("issued/bob.key"), file("issued/alice.key"), StandardCopyOption.REPLACE_EXISTING);
    refused("the private key is not the certificate's");
  }

  @Test
  void receiptsOfAnotherServerAreAnErrorInTheServersWords() {
    CommandRun run = check("--server-name", "chat.example.org");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("needs the alternative name URI securechat:server:chat.example.org");
  }

  @Test
  void hostThatTheCertificateDoesNotNameIsAnError() {
    assertThat(check("--host", "localhost").code()).isZero();
    assertThat(check("--host", "chat.example.org").out())
        .contains("is not one for chat.example.org");
  }

  @Test
  void whatHasEndedOrIsRevokedIsTold() throws Exception {
    pki.expiredClient("alice");
    refused("your certificate has expired, or is not valid yet");
    pki.client("bob");
    pki.revoke("bob");
    refused("your certificate is revoked");
    pki.publishList(Duration.ofDays(-1));
    CommandRun run = check("--for", "server");
    assertThat(run.out())
        .contains("which is too old")
        .contains("clients will refuse: there is no current revocation list");
    assertThat(check("--for", "server", "--no-crl").out()).doesNotContain("clients will refuse");
  }

  @Test
  void whatEndsSoonIsAWarning() {
    CommandRun run = check("--days", "400");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("warning").contains("Get a new certificate before that");
  }

  @Test
  void serverThatNoBrowserWillTalkToIsAWarning() {
    assertThat(
            CommandRun.of(
                    "pki", "issue", "server", "--type", "server", "--key", "ed25519", "--force",
                    "--dir", file("."))
                .code())
        .isZero();

    CommandRun run = check();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("warning ")
        .contains("has an Ed25519 key, which browsers do not take");
  }

  @Test
  void wrongUsageOfACertificateIsAnError() throws Exception {
    pki.issueFiles("bob", CertificateKind.SERVER, order -> order);
    for (String ending : List.of(".pem", ".key")) {
      Files.move(
          file("issued/bob" + ending),
          file("issued/receipt" + ending),
          StandardCopyOption.REPLACE_EXISTING);
    }
    refused("extended key usage does not fit RECEIPT");
  }

  @Test
  void encryptedKeyIsOpenedOrTold() throws Exception {
    Path fixtures = Path.of("../protocol-module/src/test/resources/keys");
    Files.copy(
        fixtures.resolve("p384.encrypted.pem"),
        file("issued/alice.key"),
        StandardCopyOption.REPLACE_EXISTING);
    refused("is an encrypted key, and there is no passphrase for it");

    Path secret = Files.copy(fixtures.resolve("passphrase.txt"), root.resolve("secret"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    assertThat(check("--passphrase-file", secret).out())
        .contains("the private key is not the certificate's");
  }

  @Test
  void keyAndChainInOneFileAreJudgedAsTwoFilesAre() throws Exception {
    pki.client("bob");
    Path both = pki.pkcs12("bob", file("issued/bob.p12"), "correct horse");
    Files.setPosixFilePermissions(both, PosixFilePermissions.fromString("rw-------"));
    Files.delete(file("issued/bob.pem"));
    Files.delete(file("issued/bob.key"));
    refused("is a PKCS#12 file, and there is no passphrase for it");

    Path secret = Files.writeString(root.resolve("secret"), "correct horse\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    CommandRun run = check("--passphrase-file", secret);
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out()).contains("is for bob");
  }

  @Test
  void keyThatOthersCanReadIsAWarning() throws Exception {
    Files.setPosixFilePermissions(
        file("issued/alice.key"), PosixFilePermissions.fromString("rw-r--r--"));
    CommandRun run = check();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("can be read or written by others");
  }

  @Test
  void chainWithoutItsIssuerSaysWhatToAppend() throws Exception {
    TestPki top = TestPki.create();
    Credentials erin = top.intermediate("Branch").client("erin").issue();
    Path folder = root.resolve("company");
    Files.createDirectories(folder);
    PemFiles.writeCertificates(folder.resolve("ca.pem"), List.of(top.certificate()));
    PemFiles.writeCertificates(folder.resolve("erin.pem"), List.of(erin.leaf()));
    PemFiles.writePrivateKey(folder.resolve("erin.key"), erin.privateKey());

    CommandRun run = CommandRun.of("pki", "check", folder, "--no-crl");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("your chain is incomplete: the certificate of its issuing authority 'CN=Branch")
        .contains("Append the issuing CA's certificate");
  }

  @Test
  void otherAuthorityOfTheSameNameIsNoMissingLink() throws Exception {
    PkiFolder other = new PkiFolder(root.resolve("other"));
    other.client("carol");
    for (String ending : List.of(".pem", ".key")) {
      Files.copy(root.resolve("other/issued/carol" + ending), file("issued/carol" + ending));
    }
    refused("it does not know the authority");
  }

  @Test
  void programsGetOneObjectALine() throws Exception {
    Files.delete(file("issued/alice.key"));
    CommandRun run = check("--json");
    assertThat(run.code()).isEqualTo(1);
    ObjectMapper json = new ObjectMapper();
    int errors = 0;
    for (String line : run.out().lines().toList()) {
      JsonNode finding = json.readTree(line);
      assertThat(finding.path("file").asText()).isNotEmpty();
      errors += finding.path("level").asText().equals("error") ? 1 : 0;
    }
    assertThat(errors).isEqualTo(1);
  }

  @Test
  void whatIsNoFolderIsWrongUsage() {
    CommandRun run = CommandRun.of("pki", "check", root.resolve("none"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("there is no folder", "none", "pki init", "SECURECHAT_PKI");
  }

  @Test
  void theFolderCanBeNamedAsForTheOtherCommands() {
    assertThat(CommandRun.of("pki", "check", "--dir", root.resolve("none")).err())
        .contains("there is no folder " + root.resolve("none"));
    assertThat(CommandRun.of("pki", "check", "--pki", root.resolve("none")).err())
        .contains("there is no folder " + root.resolve("none"));
  }

  private void refused(String why) {
    CommandRun run = check();
    assertThat(run.code()).as(run.out()).isEqualTo(1);
    assertThat(run.out()).contains("error").contains(why);
  }

  private CommandRun check(Object... more) {
    Object[] arguments = new Object[more.length + 3];
    arguments[0] = "pki";
    arguments[1] = "check";
    arguments[2] = pki.root();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return CommandRun.of(arguments);
  }

  private Path file(String name) {
    return pki.root().resolve(name);
  }
}
