package org.securechat.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.StatedName;
import org.securechat.protocol.identity.key.Passphrase;

class IdentityTest {
  @TempDir Path root;
  private PkiFolder pki;

  @BeforeEach
  void issue() throws Exception {
    pki = new PkiFolder(root.resolve("pki"));
    pki.issue(CertificateOrder.of("alice", CertificateKind.CLIENT).withEmail("a@example.org"));
    pki.issue("bob", CertificateKind.CLIENT);
  }

  private Path issued(String file) {
    return root.resolve("pki/issued").resolve(file);
  }

  private Identity load(String user, Path certificate, Path key) throws ClientException {
    return load(Passphrase.none(), user, certificate, key);
  }

  private Identity load(Passphrase passphrase, String user, Path certificate, Path key)
      throws ClientException {
    return Identity.load(
        IdentityFiles.find(
            root.resolve("pki"),
            Optional.ofNullable(user),
            Optional.ofNullable(certificate),
            Optional.ofNullable(key),
            Optional.empty(),
            Optional.empty()),
        passphrase,
        RevocationPolicy.REFUSE);
  }

  @Test
  void aNameIsEnough() throws Exception {
    Identity identity = load("alice", null, null);
    assertThat(identity.user()).isEqualTo("alice");
    assertThat(identity.statedNames())
        .extracting(StatedName::toString)
        .containsExactly("alice (user URI)", "alice (common name)", "a@example.org (mail address)");
  }

  @Test
  void capitalLettersAreAskedAbout() {
    refused("'Alice' cannot be a user's name", "Alice", issued("alice.pem"), issued("alice.key"));
    assertThatThrownBy(() -> Identity.username("Alice"))
        .isInstanceOfSatisfying(
            ClientException.class, e -> assertThat(e.remedy()).contains("lower case: alice?"));
    assertThatThrownBy(() -> Identity.username("a@b@c"))
        .isInstanceOfSatisfying(
            ClientException.class, e -> assertThat(e.remedy()).contains("at most one '@'"));
  }

  @Test
  void aNameThatCannotBeIsSaidBeforeItsFileIsLookedFor() {
    assertThatThrownBy(() -> load("Alice", null, null))
        .isInstanceOf(ClientException.class)
        .hasMessage("'Alice' cannot be a user's name")
        .isInstanceOfSatisfying(
            ClientException.class, e -> assertThat(e.remedy()).contains("lower case: alice?"));
  }

  @Test
  void aCertificateNamesItsUserAndHasItsKeyBesideIt() throws Exception {
    assertThat(load(null, issued("bob.pem"), null).user()).isEqualTo("bob");
  }

  @Test
  void filesBesideTheAuthorityDoAsWell() throws Exception {
    for (String ending : new String[] {".pem", ".key"}) {
      Files.move(issued("bob" + ending), root.resolve("pki/bob" + ending));
    }
    assertThat(load("bob", null, null).user()).isEqualTo("bob");
  }

  @Test
  void whatIsMissingIsNamedWithTheRemedy() throws Exception {
    refused("who are you", null, null, null);
    refused("carol.pem", "carol", null, null);
    Files.delete(root.resolve("pki/crl.pem"));
    refused("no revocation list", "alice", null, null);
    Files.delete(root.resolve("pki/ca.pem"));
    refused("no authority's certificate", "alice", null, null);
  }

  @Test
  void aKeyOfSomebodyElseIsRefused() {
    refused("cannot be used", "alice", issued("alice.pem"), issued("bob.key"));
  }

  @Test
  void pkcs12FileIsKeyAndChainInOne() throws Exception {
    Path both = pkcs12("alice", issued("alice.p12"));
    for (String file : new String[] {"alice.pem", "alice.key"}) {
      Files.delete(issued(file));
    }

    assertThat(load(typed(), "alice", null, null).user()).isEqualTo("alice");
    assertThat(load(typed(), null, null, both).user()).isEqualTo("alice");
    assertThat(load(typed(), null, both, null).credentials().chain()).hasSize(2);
    refused("there is no passphrase for it", null, both, null);
  }

  @Test
  void passphraseIsAskedForAtTheTerminalAndComesFromNowhereElse() throws Exception {
    Path both = pkcs12("bob", root.resolve("bob.pfx"));
    List<String> asked = new ArrayList<>();
    Passphrases terminal =
        new Passphrases(
            Optional.empty(),
            prompt -> {
              asked.add(prompt);
              return Optional.of((asked.size() == 1 ? "oops" : "correct horse").toCharArray());
            });

    assertThat(load(terminal, null, null, both).user()).isEqualTo("bob");
    assertThat(asked)
        .containsExactly("Passphrase for " + both, "That was not it. Passphrase for " + both);
  }

  @Test
  void passphraseFileThatOthersCanReadIsRefused() throws Exception {
    Path both = pkcs12("bob", root.resolve("bob.pfx"));
    Path secret = Files.writeString(root.resolve("secret"), "correct horse\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    Passphrases inFile = new Passphrases(Optional.of(secret), _ -> Optional.empty());
    assertThatThrownBy(() -> load(inFile, null, null, both))
        .hasMessageContaining("can be read by others");

    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    assertThat(load(inFile, null, null, both).user()).isEqualTo("bob");
  }

  private static Passphrase typed() {
    return (_, _) -> Optional.of("correct horse".toCharArray());
  }

  private Path pkcs12(String name, Path file) throws Exception {
    return pki.pkcs12(name, file, "correct horse");
  }

  private void refused(String why, String user, Path certificate, Path key) {
    assertThatThrownBy(() -> load(user, certificate, key))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining(why);
  }
}
