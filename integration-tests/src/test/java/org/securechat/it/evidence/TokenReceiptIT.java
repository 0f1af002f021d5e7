package org.securechat.it.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.KeyKind;
import org.securechat.it.client.TestClient;
import org.securechat.it.client.Trust;
import org.securechat.it.process.ServerProcess;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.Folders;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.file.OwnerOnly;

/** A server whose receipt key is on a token of SoftHSM2, and in no file. */
class TokenReceiptIT {
  private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  private static final String PIN = "471147";

  @TempDir private Path folder;

  @BeforeEach
  void needSoftHsm() throws Exception {
    assumeTrue(
        Files.exists(LIBRARY) && Files.exists(Path.of("/usr/bin/pkcs11-tool")),
        "the Debian packages softhsm2 and opensc are not installed");
    Files.writeString(
        folder.resolve("softhsm2.conf"),
        "directories.tokendir = "
            + Files.createDirectory(folder.resolve("tokens"))
            + "\nobjectstore.backend = file\n");
    run(
        List.of("softhsm2-util", "--init-token", "--free", "--label", "server"),
        List.of("--pin", PIN, "--so-pin", "08150815"));
  }

  @Test
  void tokenSignsWhatVerifiersAcceptAndKeepsTheKey() throws Exception {
    try (TestBed bed = TestBed.prepared()) {
      byte[] secret = moveToToken(bed);
      bed.with("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString()).start();
      Person alice = bed.person("alice");
      String room = TestBed.name("signed");
      alice.client().create(room, Visibility.PUBLIC);
      TestClient.await(alice.client().say(room, "by a token"));
      alice.client().verify(alice.client().receipt(room), bed.rules());

      byte[] zip =
          AdminCaller.enrolled(bed, "auditor").download("/rooms/" + room + "/bundle").body();
      Path bundle =
          Folders.unzip(Files.write(folder.resolve("b.zip"), zip), folder.resolve("bundle"));
      SoftAssertions every = new SoftAssertions();
      new AllVerifiers(bed.pki().authorityFile()).accept(bundle, "by a token", every);
      every.assertAll();
      assertThat(filesWith(secret, bed.folder(), bundle)).isEmpty();
      assertThat(bed.server().process().err().text()).doesNotContain(PIN);
    }
  }

  @Test
  void wrongPinIsToldAndTheServerDoesNotStart() throws Exception {
    try (TestBed bed = TestBed.prepared()) {
      moveToToken(bed);
      Path pin = folder.resolve("pin");
      Files.delete(pin);
      OwnerOnly.write(pin, "000000".getBytes(StandardCharsets.US_ASCII));
      bed.with("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
      try (var server = bed.launch().launch()) {
        assertThat(server.awaitExit(ServerProcess.START_LIMIT)).isEqualTo(1);
        assertThat(server.err().text())
            .contains("receipt.key", "does not take the PIN")
            .doesNotContain("000000");
      }
    }
  }

  /** Leaves no more than the name of the key in its file. Returns its secret number. */
  private byte[] moveToToken(TestBed bed) throws Exception {
    CertificateFiles files =
        bed.pki()
            .issueFiles(
                "receipt",
                CertificateKind.RECEIPT,
                order -> order.withKey(KeyKind.P256).replacing());
    ECPrivateKey key = (ECPrivateKey) Trust.credentials(files).privateKey();
    Path der = folder.resolve("receipt.der");
    run(
        List.of("openssl", "x509", "-in", files.certificate().toString()),
        List.of("-outform", "DER", "-out", der.toString()));
    run(
        List.of("softhsm2-util", "--import", files.key().toString(), "--token", "server"),
        List.of("--label", "receipt", "--id", "01", "--pin", PIN));
    run(
        List.of("pkcs11-tool", "--module", LIBRARY.toString(), "--login", "--pin", PIN),
        List.of(
            "--write-object",
            der.toString(),
            "--type",
            "cert",
            "--label",
            "receipt",
            "--id",
            "01"));
    Path pin = folder.resolve("pin");
    OwnerOnly.write(pin, PIN.getBytes(StandardCharsets.US_ASCII));
    Files.writeString(
        files.key(), "pkcs11:object=receipt?module-path=" + LIBRARY + "&pin-source=" + pin + "\n");
    BigInteger secret = key.getS();
    byte[] bytes = secret.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  /** Those that have it as bytes, in hexadecimal digits, or in base64 wherever that begins. */
  private static List<Path> filesWith(byte[] secret, Path... folders) throws IOException {
    List<byte[]> forms = new ArrayList<>(List.of(secret));
    forms.add(HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII));
    for (int skipped = 0; skipped < 3; skipped++) {
      String text =
          Base64.getEncoder()
              .withoutPadding()
              .encodeToString(Arrays.copyOfRange(secret, skipped, skipped + 24));
      // Lines are 64 characters long: a part of 12 stands on one of them.
      forms.add(text.substring(0, 12).getBytes(StandardCharsets.US_ASCII));
      forms.add(text.substring(16, 28).getBytes(StandardCharsets.US_ASCII));
    }
    List<Path> found = new ArrayList<>();
    for (Path each : folders) {
      try (Stream<Path> files = Files.walk(each)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String content = Files.readString(file, StandardCharsets.ISO_8859_1);
          if (forms.stream()
              .map(form -> new String(form, StandardCharsets.ISO_8859_1))
              .anyMatch(content::contains)) {
            found.add(file);
          }
        }
      }
    }
    return found;
  }

  private void run(List<String> command, List<String> more) throws Exception {
    List<String> all = new ArrayList<>(command);
    all.addAll(more);
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", all, output).isZero();
  }
}
