package org.securechat.client.command.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificatesFile;
import org.securechat.client.pki.KeyKind;
import org.securechat.client.storage.IssuedFiles;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.key.KeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pki export}. */
@Command(
    name = "export",
    description = {
      "Write a key with its certificates into one file (PKCS#12), for a browser, a phone or another"
          + " program.",
      "The file is encrypted by a new passphrase, which is asked for twice. Browsers take no"
          + " Ed25519 certificate: issue one with --key p256 for them."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat pki issue alice --key p256",
      "  securechat pki export alice",
      "  securechat pki export alice --out /media/stick/alice.p12"
    })
final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "whose: a user's name, server or receipt")
  private String name;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "the file, which must not be there yet (default: NAME.p12)")
  private Path out;

  @Mixin private PkiFolder folder;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    IssuedFiles.finishIn(folder.path(), name, Instant.now());
    IssuedFiles files = new IssuedFiles(folder.path().resolve("issued"), name);
    List<X509Certificate> chain = CertificatesFile.read(files.chain(), folder.passphrase());
    PrivateKey key = KeyFile.read(files.key(), folder.passphrase()).key();
    if (key.getEncoded() == null) {
      throw new ClientException(
          "the key of " + name + " is on a token and cannot be taken off it",
          "Let the browser use the token: most take it as a PKCS#11 module.");
    }
    Path target = out == null ? Path.of(name + ".p12") : out;
    write(target, pkcs12(key, chain));
    PrintWriter text = spec.commandLine().getOut();
    text.println("exported    " + target + "  (import it, then delete it)");
    if (KeyKind.of(chain.getFirst().getPublicKey()).equals(Optional.of(KeyKind.ED25519))) {
      text.println(
          "note        browsers take no Ed25519 certificate;"
              + " 'securechat pki issue NAME --key p256' makes one that they take");
    }
    return 0;
  }

  private byte[] pkcs12(PrivateKey key, List<X509Certificate> chain)
      throws ClientException, GeneralSecurityException, IOException {
    char[] passphrase = folder.passphrase().chosen(name);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(name, key, passphrase, chain.toArray(X509Certificate[]::new));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, passphrase);
      return bytes.toByteArray();
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private static void write(Path target, byte[] content) throws IOException, ClientException {
    try {
      OwnerOnly.writeNew(target, content);
    } catch (FileAlreadyExistsException e) {
      throw new ClientException(target + " is there already", "Name another file with --out.", e);
    }
  }
}
