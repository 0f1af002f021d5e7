package org.securechat.client.command.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.command.CommandRun;
import org.securechat.client.testkit.CompanyAuthority;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.file.Pem;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;

/** An authority of an organisation: a root, an authority below it, and people who send requests. */
class RequestAndImportTest {
  @TempDir private Path root;
  private CompanyAuthority top;
  private CompanyAuthority branch;

  @BeforeEach
  void trust() throws Exception {
    top = CompanyAuthority.root("Company Root");
    branch = top.below("Company Branch");
    PemFiles.writeCertificates(root.resolve("ca.pem"), List.of(top.certificate()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "p384", "rsa2048", "ed25519"})
  void fromARequestToACertificateInItsPlace(String key) throws Exception {
    CommandRun request =
        pki(
            "request",
            "alice",
            "--email",
            "alice@example.org",
            "--upn",
            "a@ad.example",
            "--key",
            key);
    assertThat(request.code()).as(request.err()).isZero();
    assertThat(Files.getPosixFilePermissions(issued("alice.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    CommandRun taken = pki("import", "alice", answer("alice", branch), branchFile());
    assertThat(taken.code()).as(taken.err()).isZero();
    Credentials alice = PemFiles.credentials(issued("alice.pem"), issued("alice.key"));
    assertThat(alice.chain()).hasSize(2);
    assertThat(pki("show", "alice").out())
        .contains("account     --as alice or --as alice@example.org or --as a@ad.example");
    assertThat(CommandRun.of("pki", "check", root, "--no-crl").code()).isZero();
  }

  @Test
  void renewalKeepsTheOldKeyUntilTheCertificateHasComeAndABackupAfterwards() throws Exception {
    pki("request", "alice");
    pki("import", "alice", answer("alice", branch), branchFile());
    byte[] oldKey = Files.readAllBytes(issued("alice.key"));

    assertThat(pki("request", "alice").out()).contains("alice.next.key");
    assertThat(Files.readAllBytes(issued("alice.key"))).isEqualTo(oldKey);
    CommandRun again = pki("request", "alice");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("key of an earlier request");

    CommandRun taken = pki("import", "alice", answer("alice", branch), branchFile());
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(taken.out()).contains("kept        ");
    assertThat(Files.readAllBytes(issued("alice.key"))).isNotEqualTo(oldKey);
    assertThat(issued("alice.next.key")).doesNotExist();
    try (Stream<Path> files = Files.list(root.resolve("issued"))) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("alice.key.")))
          .singleElement()
          .satisfies(kept -> assertThat(Files.readAllBytes(kept)).isEqualTo(oldKey));
    }
    assertThat(CommandRun.of("pki", "check", root, "--no-crl").code()).isZero();
  }

  /** The process that put them in place was ended between the two. */
  @Test
  void newKeyBesideAnOldCertificateIsCompletedBeforeItIsJudgedOrShown() throws Exception {
    pki("request", "alice");
    pki("import", "alice", answer("alice", branch), branchFile());
    Credentials next = branch.user("alice", Duration.ofDays(90));
    for (List<String> command :
        List.of(
            List.of("check", root.toString(), "--no-crl"),
            List.of("show", "alice", "--dir", root.toString()))) {
      Path taken = Files.createDirectory(issued("alice.taken"));
      Files.write(taken.resolve("chain"), PemFiles.encode(next.chain()));
      Files.write(issued("alice.key"), Pem.encode(next.privateKey()));
      Object[] all = Stream.concat(Stream.of("pki"), command.stream()).toArray();
      CommandRun run = CommandRun.of(all);
      assertThat(run.code()).as(run.out() + run.err()).isZero();
      assertThat(issued("alice.taken")).doesNotExist();
      assertThat(PemFiles.certificates(issued("alice.pem")).getFirst()).isEqualTo(next.leaf());
      next = branch.user("alice", Duration.ofDays(91));
    }
  }

  @Test
  void newKeyIsEncryptedAndTakenWithItsPassphrase() throws Exception {
    Path secret = Files.writeString(root.resolve("secret"), "lamp river seven\n");
    refused("chmod 600", "request", "alice", "--encrypt", "--passphrase-file", secret);
    assertThat(issued("alice.key")).doesNotExist();
    refused("no terminal to ask at", "request", "alice", "--encrypt");
    assertThat(issued("alice.key")).doesNotExist();

    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    CommandRun request = pki("request", "alice", "--passphrase-file", secret);
    assertThat(request.code()).as(request.err()).isZero();
    assertThat(Files.readString(issued("alice.key")))
        .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
        .doesNotContain("lamp");
    assertThat(Files.getPosixFilePermissions(issued("alice.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    Path answer = answer("alice", branch);
    refused("there is no passphrase for it", "import", "alice", answer, branchFile());
    CommandRun taken = pki("import", "alice", answer, branchFile(), "--passphrase-file", secret);
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(CommandRun.of("pki", "check", root, "--no-crl", "--passphrase-file", secret).code())
        .isZero();
  }

  @Test
  void sameKeyCanBeAskedForAgain() throws Exception {
    pki("request", "alice");
    byte[] key = Files.readAllBytes(issued("alice.key"));
    assertThat(pki("request", "alice", "--key-file", issued("alice.key")).code()).isZero();
    assertThat(issued("alice.next.key")).doesNotExist();
    pki("import", "alice", answer("alice", branch), branchFile());
    assertThat(Files.readAllBytes(issued("alice.key"))).isEqualTo(key);
  }

  @Test
  void nothingIsTakenThatWouldBeRefused() throws Exception {
    pki("request", "alice");
    Path answer = answer("alice", branch);
    refused("your chain is incomplete", "import", "alice", answer);
    refused(
        "does not state the name bob", "import", "bob", answer, "--key-file", issued("alice.key"));
    refused("your certificate is not fit", "import", "alice", answer("alice", top, "server"));
    refused("no certificate here is for the key", "import", "alice", branchFile());
    refused(
        "CN=Strange' is missing",
        "import",
        "alice",
        answer("alice", CompanyAuthority.root("Strange")));
    assertThat(issued("alice.pem")).doesNotExist();

    Path garbage = Files.writeString(root.resolve("garbage"), "nothing");
    refused("no certificates can be read", "import", "alice", garbage);
    refused("there is no key for the certificate", "import", "carol", branchFile());
  }

  @Test
  void pkcs7IsTaken() throws Exception {
    pki("request", "alice");
    X509Certificate leaf = PemFiles.certificates(answer("alice", branch)).getFirst();
    byte[] bundle =
        CertificateFactory.getInstance("X.509")
            .generateCertPath(List.of(leaf, branch.certificate(), top.certificate()))
            .getEncoded("PKCS7");
    Path der = Files.write(root.resolve("chain.p7b"), bundle);
    assertThat(pki("import", "alice", der).code()).isZero();
    Path pem = Files.writeString(root.resolve("chain.pem"), Pem.encode("PKCS7", bundle));
    assertThat(pki("import", "alice", pem).code()).isZero();
    assertThat(PemFiles.certificates(issued("alice.pem"))).hasSize(2);
  }

  @Test
  void receiptRequestNamesTheServerAndItsFormerCertificateStays() throws Exception {
    String[] options = {"--type", "receipt", "--server-name", "chat.example.org"};
    pki("request", "receipt", options[0], options[1], options[2], options[3]);
    Path first = answer("receipt", branch);
    CommandRun taken =
        pki(
            "import",
            "receipt",
            first,
            branchFile(),
            "--type",
            "receipt",
            "--server-name",
            "chat.example.org");
    assertThat(taken.code()).as(taken.err()).isZero();
    refused(
        "needs the alternative name URI",
        "import",
        "receipt",
        first,
        branchFile(),
        "--type",
        "receipt",
        "--server-name",
        "other");

    pki("request", "receipt", options[0], options[1], options[2], options[3]);
    pki(
        "import",
        "receipt",
        answer("receipt", branch),
        branchFile(),
        "--type",
        "receipt",
        "--server-name",
        "chat.example.org");
    try (Stream<Path> former = Files.list(issued("receipt.former"))) {
      assertThat(former).hasSize(1);
    }
  }

  private void refused(String why, Object... arguments) {
    CommandRun run = pki(arguments);
    assertThat(run.code()).as(run.out()).isEqualTo(1);
    assertThat(run.err()).contains(why).doesNotContain("\tat ");
  }

  private CommandRun pki(Object... arguments) {
    Object[] all = Stream.concat(Stream.of("pki"), Stream.of(arguments)).toArray();
    return CommandRun.of(Stream.concat(Stream.of(all), Stream.of("--dir", root)).toArray());
  }

  private Path issued(String name) {
    return root.resolve("issued").resolve(name);
  }

  private Path branchFile() throws Exception {
    Path file = root.resolve("branch.cer");
    PemFiles.writeCertificates(file, List.of(branch.certificate()));
    return file;
  }

  private Path answer(String name, CompanyAuthority authority) throws Exception {
    return answer(name, authority, name);
  }

  /**
   * What an authority does with a request: it takes key, name and extensions from it, without the
   * extended key usage if that is to be another's.
   */
  private Path answer(String name, CompanyAuthority authority, String purposeOf) throws Exception {
    String pem = Files.readString(issued(name + ".csr"), StandardCharsets.US_ASCII);
    PKCS10CertificationRequest request;
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      request = (PKCS10CertificationRequest) parser.readObject();
    }
    assertThat(
            request.isSignatureValid(
                new JcaContentVerifierProviderBuilder()
                    .setProvider(Providers.bouncyCastle())
                    .build(request.getSubjectPublicKeyInfo())))
        .isTrue();
    X509Certificate made =
        authority.issue(
            request.getSubject(),
            request.getSubjectPublicKeyInfo(),
            withoutPurpose(request.getRequestedExtensions(), name.equals(purposeOf)));
    Path file = Files.createTempFile(root, "answer", ".cer");
    PemFiles.writeCertificates(file, List.of(made));
    return file;
  }

  private static List<Extension> withoutPurpose(Extensions asked, boolean keep) {
    return Stream.of(asked.getExtensionOIDs())
        .filter(id -> keep || !id.equals(Extension.extendedKeyUsage))
        .map(asked::getExtension)
        .toList();
  }
}
