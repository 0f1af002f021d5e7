package org.securechat.protocol.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Revocation lists from a file, read again as soon as the file changes. Thread-safe.
 *
 * <p>A file that cannot be read or parsed leaves the last good lists in force, because they carry
 * their own end; a file that is gone leaves none.
 */
public final class CrlFile implements RevocationSource {
  private static final Snapshot NOTHING = new Snapshot(null, 0, null, List.of());

  private final Path file;
  private volatile Snapshot snapshot = NOTHING;

  /**
   * Watches a file, which need not exist yet.
   *
   * @param file PEM, any number of lists, or DER, one
   */
  public CrlFile(Path file) {
    this.file = Objects.requireNonNull(file, "file");
  }

  @Override
  public Collection<X509CRL> crlsFor(X509Certificate issuer) {
    return current().crls.stream()
        .filter(crl -> crl.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()))
        .toList();
  }

  /** All lists of the file, whosever they are. */
  public List<X509CRL> all() {
    return current().crls;
  }

  /** Why the file gives no lists now, or gives older ones than it holds; empty if all is well. */
  public Optional<String> fault() {
    Look look = look();
    return look.fault.isEmpty() && look.found.crls.isEmpty()
        ? Optional.of("it holds no list")
        : look.fault;
  }

  private Snapshot current() {
    return look().found;
  }

  private Look look() {
    Snapshot known = snapshot;
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new Look(known.isOf(found) ? known : reload(found), Optional.empty());
    } catch (NoSuchFileException e) {
      return new Look(NOTHING, Optional.of("there is no such file"));
    } catch (IOException e) {
      return new Look(known, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private synchronized Snapshot reload(BasicFileAttributes found) throws IOException {
    if (!snapshot.isOf(found)) {
      List<X509CRL> crls = PemFiles.crls(file);
      snapshot = new Snapshot(found.lastModifiedTime(), found.size(), found.fileKey(), crls);
    }
    return snapshot;
  }

  /** What counts now, and what is wrong with the file. */
  private record Look(Snapshot found, Optional<String> fault) {}

  /** What was read, and by which marks to tell that the file is still the same. */
  private record Snapshot(FileTime modified, long size, Object fileKey, List<X509CRL> crls) {
    boolean isOf(BasicFileAttributes found) {
      return found.lastModifiedTime().equals(modified)
          && found.size() == size
          && Objects.equals(found.fileKey(), fileKey);
    }
  }
}
