package org.securechat.protocol.evidence.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.StoredZip;

/** Reads all files of a bundle, whatever it is packed in. */
public final class BundleReader {
  // PROTOCOL.md §11: no other names; what each has to be follows from receipt and transcript.
  private static final Pattern NAME =
      Pattern.compile(
          "receipt\\.json|receipt\\.sig|transcript\\.txt|members\\.txt|authority\\.der"
              + "|README\\.txt|verify\\.sh|report\\.html"
              + "|messages/[1-9][0-9]{0,15}\\.(json|sig)"
              + "|(certificates|revocation)/[0-9a-f]{64}\\.der"
              + "|countersignatures/[a-z0-9@._+-]{1,128}\\.(json|sig)");
  private static final Set<String> FOLDERS =
      Set.of("messages", "certificates", "revocation", "countersignatures");
  private static final FolderForm BUNDLE =
      new FolderForm(NAME.asMatchPredicate(), FOLDERS::contains);
  private static final long MAX_TOTAL = 1L << 30;

  private BundleReader() {}

  /**
   * Reads a folder or a zip.
   *
   * @throws IOException if something cannot be read
   * @throws EvidenceException if it is no bundle
   */
  public static SortedMap<String, byte[]> read(Path bundle) throws IOException, EvidenceException {
    if (Files.isDirectory(bundle)) {
      return readFolder(bundle, BUNDLE);
    }
    insistOnTotal(Files.size(bundle));
    SortedMap<String, byte[]> files = StoredZip.read(Files.readAllBytes(bundle));
    for (String name : files.keySet()) {
      insistOnName(name, BUNDLE);
    }
    return files;
  }

  /** Whether a file of a bundle can have that name, which is relative to the bundle. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a folder in a bundle can have that name. */
  public static boolean isFolder(String name) {
    return FOLDERS.contains(name);
  }

  /**
   * Which names a folder may hold.
   *
   * @param files whether that is the name of a file, relative to the folder, with {@code /}
   * @param folders whether that is the name of a folder in it
   */
  public record FolderForm(Predicate<String> files, Predicate<String> folders) {}

  /**
   * Reads a folder of another form by the rules of a bundle's: no links, no other names, no more
   * than 1 GiB.
   *
   * @throws IOException if something cannot be read
   * @throws EvidenceException if it has not that form
   */
  public static SortedMap<String, byte[]> readFolder(Path given, FolderForm form)
      throws IOException, EvidenceException {
    // PROTOCOL.md §11: a folder that is given as a link is followed, and none inside it.
    Path folder = given.toRealPath();
    List<Path> found;
    try (Stream<Path> walk = Files.walk(folder)) {
      found = walk.filter(path -> !path.equals(folder)).toList();
    }
    SortedMap<String, byte[]> files = new TreeMap<>();
    long total = 0;
    for (Path path : found) {
      String name = folder.relativize(path).toString().replace('\\', '/');
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        insistOnFolder(name, form);
        continue;
      }
      insistOnName(name, form);
      // A link could show the auditor one file and the next reader another.
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new EvidenceException(name + " is not a regular file");
      }
      total += Files.size(path);
      insistOnTotal(total);
      files.put(name, Files.readAllBytes(path));
    }
    return files;
  }

  private static void insistOnFolder(String name, FolderForm form) throws EvidenceException {
    if (!form.folders().test(name)) {
      throw new EvidenceException("a folder has a name that no bundle has");
    }
  }

  private static void insistOnName(String name, FolderForm form) throws EvidenceException {
    if (!form.files().test(name)) {
      throw new EvidenceException("a file has a name that no bundle has");
    }
  }

  private static void insistOnTotal(long total) throws EvidenceException {
    if (total > MAX_TOTAL) {
      throw new EvidenceException("larger than 1 GiB");
    }
  }
}
