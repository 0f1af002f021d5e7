package org.securechat.client.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.securechat.client.storage.FolderLock;
import org.securechat.client.storage.IssuedFiles;
import org.securechat.protocol.file.OwnerOnly;

/** Where an authority's files are, and the lock that makes changing them exclusive. */
final class AuthorityFolder {
  private final Path root;

  AuthorityFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  Path certificate() {
    return root.resolve("ca.pem");
  }

  Path key() {
    return root.resolve("ca.key");
  }

  Path revocationList() {
    return root.resolve("crl.pem");
  }

  Path index() {
    return root.resolve("index");
  }

  Path issued() {
    return root.resolve("issued");
  }

  Path issuedCertificate(String name) {
    return files(name).chain();
  }

  Path issuedKey(String name) {
    return files(name).key();
  }

  /** The key and the chain of one holder. */
  IssuedFiles files(String name) {
    return new IssuedFiles(issued(), name);
  }

  /** What is sent to an authority that is not ours. */
  Path request(String name) {
    return issued().resolve(name + ".csr");
  }

  /** The key of a request for somebody who has another key that is in use. */
  Path nextKey(String name) {
    return files(name).nextKey();
  }

  /**
   * Keeps an earlier certificate whose signatures have to verify for ever: the server checks them
   * at each start.
   *
   * @return where it is
   */
  Path keepFormer(String name, BigInteger serial, byte[] pem) throws IOException {
    Path former = issued().resolve(name + ".former");
    OwnerOnly.createFolder(former);
    Path kept = former.resolve(serial.toString(16) + ".pem");
    OwnerOnly.writePublic(kept, pem);
    return kept;
  }

  /**
   * Whether anything of an authority is here. What is left of one counts, too: its list and its
   * index are not to be replaced by empty ones because its certificate has been moved away.
   */
  boolean exists() {
    return Stream.of(certificate(), key(), revocationList(), index(), issued())
        .anyMatch(Files::exists);
  }

  /** Moves everything but the lock into a folder of its own. */
  void setAside(Instant now) throws IOException {
    Path aside = root.resolve("replaced-" + now.toString().replace(":", ""));
    OwnerOnly.createFolder(aside);
    for (Path file : new Path[] {certificate(), key(), revocationList(), index(), issued()}) {
      if (Files.exists(file)) {
        Files.move(file, aside.resolve(file.getFileName()));
      }
    }
  }

  /** Waits for the exclusive right to change the folder; closing gives it back. */
  FolderLock lock() throws IOException {
    return FolderLock.acquire(root);
  }
}
