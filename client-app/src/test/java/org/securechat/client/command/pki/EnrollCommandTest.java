package org.securechat.client.command.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.command.CommandRun;
import org.securechat.client.testkit.CompanyAuthority;
import org.securechat.client.testkit.EstAuthority;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;

/** A user gets a certificate over the network and renews it, at the command line. */
class EnrollCommandTest {
  @TempDir private Path folder;
  private Path root;
  private CompanyAuthority top;
  private CompanyAuthority branch;
  private EstAuthority server;

  @BeforeEach
  void start() throws Exception {
    root = folder.resolve("certs");
    top = CompanyAuthority.root("Company Root");
    branch = top.below("Company Branch");
    server =
        new EstAuthority(
            branch, List.of(branch.certificate(), top.certificate()), branch.httpsServer());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fromNothingToACertificateAndToTheNextOne() throws Exception {
    server.wants("asmith", "open sesame");
    Path password = secret("password", "open sesame");
    Path passphrase = secret("passphrase", "lamp river seven");
    CommandRun enrolled =
        pki(
            "enroll",
            "alice",
            "--est",
            server.origin(),
            "--ca",
            rootFile(),
            "--user",
            "asmith",
            "--password-file",
            password,
            "--passphrase-file",
            passphrase,
            "--email",
            "alice@example.org");
    assertThat(enrolled.code()).as(enrolled.err()).isZero();
    assertThat(enrolled.out())
        .contains("certificate ", "its key     ", "chain       CN=alice", "renewal     before")
        .contains("missing     " + root.resolve("crl.pem"));
    assertThat(issued("alice.key")).content().startsWith("-----BEGIN ENCRYPTED PRIVATE KEY");
    CommandRun check =
        CommandRun.of("pki", "check", root, "--no-crl", "--passphrase-file", passphrase);
    assertThat(check.code()).as(check.out()).isZero();
    assertThat(pki("show", "alice").out())
        .contains("account     --as alice or --as alice@example.org")
        .contains("renewal     due from ", "renewed by  " + server.origin());

    byte[] key = Files.readAllBytes(issued("alice.key"));
    CommandRun early = pki("renew", "alice", "--if-due", "--passphrase-file", passphrase);
    assertThat(early.code()).as(early.err()).isZero();
    assertThat(early.out()).contains("not due");
    server.issuesFor(Duration.ofDays(100));
    CommandRun renewed = pki("renew", "alice", "--passphrase-file", passphrase);
    assertThat(renewed.code()).as(renewed.err()).isZero();
    assertThat(renewed.out()).contains("kept        ");
    assertThat(issued("alice.key")).content().startsWith("-----BEGIN ENCRYPTED PRIVATE KEY");
    assertThat(Files.readAllBytes(issued("alice.key"))).isNotEqualTo(key);
    assertThat(server.asked())
        .contains("simpleenroll Basic", "simplereenroll certificate")
        .doesNotContain("cacerts Basic");
  }

  @Test
  void fingerprintStandsInForTheCertificate() throws Exception {
    String good = Digests.sha256Hex(top.certificate().getEncoded());
    CommandRun wrong = enroll("--ca-fingerprint", "ab".repeat(32));
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("no authority that https://", "has that fingerprint");
    assertThat(root.resolve("ca.pem")).doesNotExist();

    CommandRun right = enroll("--ca-fingerprint", good);
    assertThat(right.code()).as(right.err()).isZero();
    assertThat(PemFiles.certificates(root.resolve("ca.pem"))).containsExactly(top.certificate());
  }

  @Test
  void withoutAnAuthorityNothingIsAsked() {
    CommandRun run = enroll();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("it is not known which authority you trust", "--ca-fingerprint");
    assertThat(enroll("--ca", folder.resolve("a"), "--ca-fingerprint", "b").code()).isEqualTo(2);
    assertThat(pki("enroll", "alice").code()).isEqualTo(2);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void passwordThatIsNotThereIsAskedForInAFile() throws Exception {
    server.wants("alice", "open sesame");
    CommandRun run = enroll("--ca", rootFile());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("no terminal to ask at", "SECURECHAT_EST_PASSWORD");
  }

  @Test
  void certificateOfALaptopLogsIn() throws Exception {
    server.wants("alice", "open sesame");
    Credentials laptop = branch.user("laptop7", Duration.ofDays(9));
    PemFiles.writeCertificates(folder.resolve("laptop.pem"), laptop.chain());
    PemFiles.writePrivateKey(folder.resolve("laptop.key"), laptop.privateKey());
    CommandRun run = enroll("--ca", rootFile(), "--login-cert", folder.resolve("laptop.pem"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(server.asked()).contains("simpleenroll certificate");
  }

  @Test
  void deferredRequestGoesOnWithTheSameKey() throws Exception {
    server.instead(
        "simpleenroll",
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "86400");
          EstAuthority.text(exchange, 202, "");
        });
    CommandRun pending = enroll("--ca", rootFile());
    assertThat(pending.code()).isEqualTo(1);
    assertThat(pending.err()).contains("has not decided yet", "Run the same command then");
    byte[] key = Files.readAllBytes(issued("alice.key"));
    server.behaves();
    assertThat(enroll("--ca", rootFile()).code()).isZero();
    assertThat(issued("alice.key")).hasBinaryContent(key);
  }

  @Test
  void renewalNeedsAServerThatIsKnown() throws Exception {
    CommandRun none = pki("renew", "alice");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("it is not known where the certificate of alice comes from");

    enroll("--ca", rootFile());
    Files.delete(issued("alice.est"));
    server.issuesFor(Duration.ofDays(100));
    CommandRun named = pki("renew", "alice", "--est", server.origin());
    assertThat(named.code()).as(named.err()).isZero();
    assertThat(issued("alice.est")).content().contains("address=" + server.origin());
  }

  private CommandRun enroll(Object... more) {
    return pki(
        Stream.concat(Stream.of("enroll", "alice", "--est", server.origin()), Stream.of(more))
            .toArray());
  }

  private CommandRun pki(Object... arguments) {
    Object[] all = Stream.concat(Stream.of("pki"), Stream.of(arguments)).toArray();
    CommandRun run =
        CommandRun.of(Stream.concat(Stream.of(all), Stream.of("--dir", root)).toArray());
    assertThat(run.out() + run.err()).doesNotContain("sesame", "lamp river", "\tat ");
    return run;
  }

  private Path rootFile() throws Exception {
    Path file = folder.resolve("root.pem");
    PemFiles.writeCertificates(file, List.of(top.certificate()));
    return file;
  }

  private Path secret(String name, String content) throws Exception {
    Path file = Files.writeString(folder.resolve(name), content + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private Path issued(String name) {
    return root.resolve("issued").resolve(name);
  }
}
