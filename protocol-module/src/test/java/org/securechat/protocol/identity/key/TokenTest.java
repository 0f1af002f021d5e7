package org.securechat.protocol.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.crypto.HeldKey;
import org.securechat.protocol.identity.Credentials;

/**
 * Keys on a token of SoftHSM2, which a process of its own sets up. The library reads where its
 * tokens are from the environment, so a second Java process signs.
 */
class TokenTest {
  private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  private static final String PIN = "4711";

  @TempDir private static Path folder;

  @BeforeAll
  static void makeToken() throws Exception {
    assumeTrue(
        Files.exists(LIBRARY) && Files.exists(Path.of("/usr/bin/pkcs11-tool")),
        "the Debian packages softhsm2 and opensc are not installed");
    Files.createDirectory(folder.resolve("tokens"));
    Files.writeString(
        folder.resolve("softhsm2.conf"),
        "directories.tokendir = " + folder.resolve("tokens") + "\nobjectstore.backend = file\n");
    run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "test",
        "--pin",
        PIN,
        "--so-pin",
        "0815");
    String id = "01";
    for (String kind : List.of("p256:EC:prime256v1", "p384:EC:secp384r1", "rsa2048:RSA:2048")) {
      String name = kind.substring(0, kind.indexOf(':'));
      Path key = Path.of("src/test/resources/keys", name + ".pkcs8.pem").toAbsolutePath();
      Path der = folder.resolve(name + ".der");
      Path pem = folder.resolve(name + ".pem");
      run(
          "openssl",
          "req",
          "-x509",
          "-new",
          "-key",
          key.toString(),
          "-subj",
          "/CN=" + name,
          "-days",
          "3650",
          "-out",
          pem.toString());
      run("openssl", "x509", "-in", pem.toString(), "-outform", "DER", "-out", der.toString());
      run(
          "softhsm2-util",
          "--import",
          key.toString(),
          "--token",
          "test",
          "--label",
          name,
          "--id",
          id,
          "--pin",
          PIN);
      tool("--write-object", der.toString(), "--type", "cert", "--label", name, "--id", id);
      id = "0" + (Integer.parseInt(id) + 1);
    }
  }

  @Test
  void tokenSignsAndKeepsItsKeyWhichAFileCanName() throws Exception {
    Path file = Files.writeString(folder.resolve("alice.key"), uri("p384") + "\n");
    assertThat(elsewhere(PIN, uri("p256"), uri("p384"), uri("rsa2048"), file.toString()))
        .contains("signed by p256", "signed by p384", "signed by rsa2048", "HeldKey")
        .contains("asked 4 times")
        .doesNotContain("NOT", "encoding HERE");
  }

  @Test
  void wrongPinIsTriedOnceAndTold() throws Exception {
    assertThat(elsewhere("0000", uri("p256")))
        .contains("does not take the PIN", "asked 1 times")
        .doesNotContain("0000");
  }

  @Test
  void keyThatIsNotThereIsTold() throws Exception {
    String any = "?module-path=" + LIBRARY;
    assertThat(elsewhere(PIN, uri("nobody"), "pkcs11:" + any, "pkcs11:slot-id=77" + any))
        .contains("fits no key of the token", "fits more than one key", "does not answer")
        .doesNotContain(PIN);
  }

  /** The process that signs: a key's name, and the PIN from its input. */
  public static void main(String[] arguments) throws IOException {
    String pin = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    int[] asked = {0};
    Passphrase passphrase =
        (_, _) -> {
          asked[0]++;
          return Optional.of(pin.toCharArray());
        };
    for (String argument : arguments) {
      sign(Path.of(argument), passphrase);
    }
    System.out.println("asked " + asked[0] + " times");
  }

  private static void sign(Path key, Passphrase passphrase) throws IOException {
    try {
      FoundKey found = KeyFile.read(key, passphrase);
      Credentials own = new Credentials(found.chain(), found.key());
      byte[] message = {1, 2, 3};
      boolean signed = own.scheme().verify(own.leaf().getPublicKey(), message, own.sign(message));
      String name = own.leaf().getSubjectX500Principal().getName().substring("CN=".length());
      System.out.println((signed ? "signed by " : "NOT signed by ") + name);
      System.out.println("encoding " + (found.key().getEncoded() == null ? "null" : "HERE"));
      System.out.println(found.key() instanceof HeldKey held ? held : "NOT HELD");
    } catch (KeyFileException e) {
      System.out.println(e.getMessage() + " / " + e.remedy());
    }
  }

  private static String uri(String label) {
    return "pkcs11:object=" + label + "?module-path=" + LIBRARY;
  }

  private static String elsewhere(String pin, String... keys) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TokenTest.class.getName()));
    command.addAll(List.of(keys));
    return run(command, pin);
  }

  private static void tool(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("pkcs11-tool", "--module", LIBRARY.toString(), "--login", "--pin", PIN));
    command.addAll(List.of(arguments));
    run(command, "");
  }

  private static void run(String... command) throws Exception {
    run(List.of(command), "");
  }

  private static String run(List<String> command, String input) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
    Process process = builder.start();
    try (var to = process.getOutputStream()) {
      to.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", command, output).isZero();
    return output;
  }
}
