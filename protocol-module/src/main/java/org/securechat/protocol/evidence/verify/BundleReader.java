package org.securechat.protocol.evidence.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
              + "|files/[0-9a-f]{64}"
              + "|countersignatures/[a-z0-9@._+-]{1,128}\\.(json|sig)");
  private static final Set<String> FOLDERS =
      Set.of("messages", "certificates", "revocation", "countersignatures", "files");
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
    Listing listing = new Listing(folder, form);
    Files.walkFileTree(folder, listing);
    if (listing.refusal != null) {
      throw listing.refusal;
    }
    return contents(listing.files);
  }

  /** A long record has tens of thousands of files, and opening one costs more than reading it. */
  private static SortedMap<String, byte[]> contents(SortedMap<String, Path> files)
      throws IOException {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    try {
      List<byte[]> all =
          List.copyOf(files.values()).parallelStream().map(BundleReader::content).toList();
      Iterator<String> names = files.keySet().iterator();
      all.forEach(content -> contents.put(names.next(), content));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return contents;
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files in a folder, by their names, until the first thing that must not be there. */
  private static final class Listing extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final FolderForm form;
    private final SortedMap<String, Path> files = new TreeMap<>();
    private long total;
    private EvidenceException refusal;

    Listing(Path folder, FolderForm form) {
      this.folder = folder;
      this.form = form;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
      return path.equals(folder)
          ? FileVisitResult.CONTINUE
          : proceed(() -> insistOnFolder(name(path), form));
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      return proceed(() -> {
        String name = name(path);
        insistOnName(name, form);
        // A link could show the auditor one file and the next reader another.
        if (!attributes.isRegularFile()) {
          throw new EvidenceException(name + " is not a regular file");
        }
        total += attributes.size();
        insistOnTotal(total);
        files.put(name, path);
      });
    }

    private String name(Path path) {
      return folder.relativize(path).toString().replace('\\', '/');
    }

    private FileVisitResult proceed(Rule rule) {
      try {
        rule.insist();
        return FileVisitResult.CONTINUE;
      } catch (EvidenceException e) {
        refusal = e;
        return FileVisitResult.TERMINATE;
      }
    }
  }

  private interface Rule {
    void insist() throws EvidenceException;
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
