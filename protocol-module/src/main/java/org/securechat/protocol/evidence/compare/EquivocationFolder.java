package org.securechat.protocol.evidence.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.verify.BundleReader;
import org.securechat.protocol.evidence.verify.StatementVerifier;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.json.Json;

/**
 * A folder that shows that two records of one room cannot both be true (PROTOCOL.md §11.3):
 *
 * <pre>
 * equivocation.json   which room, where the two differ, and what each has there
 * README.txt          the same for people, and how to check it
 * compare.sh          the check, with openssl alone
 * a/  b/              the two records, each with all that is needed to verify it alone
 * </pre>
 *
 * <p>The first three follow from the two records, so that a reader who makes them again can tell
 * that they say nothing else.
 */
public final class EquivocationFolder {
  /** What the folder shows, for programs. */
  public static final String DESCRIPTION = "equivocation.json";

  /** What it shows, for people. */
  public static final String README = "README.txt";

  /** The same in every folder of a release. */
  public static final String SCRIPT = "compare.sh";

  private static final String TYPE = "securechat/equivocation/1";
  private static final Set<String> OWN = Set.of(DESCRIPTION, README, SCRIPT);
  private static final Set<String> SIDES = Set.of("a", "b");
  private static final Pattern STATEMENT = Pattern.compile("heads\\.txt|lines\\.txt|room\\.txt");

  private EquivocationFolder() {}

  /**
   * What a folder shows.
   *
   * @param a the one record
   * @param b the other
   * @param comparison how they relate; only if both verify
   * @param faults what else is wrong; empty if the folder is good
   */
  public record Shown(Exhibit a, Exhibit b, Optional<Comparison> comparison, List<String> faults) {
    /** Keeps a copy. */
    public Shown {
      faults = List.copyOf(faults);
    }
  }

  /** Whether that is such a folder, good or not. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(DESCRIPTION));
  }

  /**
   * Writes the folder, readable by its owner alone: all of it or nothing.
   *
   * @param comparison of these two, which differ
   * @throws FileAlreadyExistsException rather than writing into a folder that is there
   */
  public static void write(Path folder, Exhibit a, Exhibit b, Comparison comparison)
      throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(folder.toString());
    }
    Files.createDirectories(target.getParent());
    Path draft = OwnerOnly.createTemporaryFolder(target.getParent(), ".draft");
    try {
      for (Map.Entry<String, byte[]> file : files(a, b, comparison).entrySet()) {
        Path path = draft.resolve(file.getKey());
        for (Path parent : parents(draft, path)) {
          OwnerOnly.createFolder(parent);
        }
        OwnerOnly.writeNew(path, file.getValue());
      }
      Files.move(draft, target);
    } finally {
      delete(draft);
    }
  }

  private static List<Path> parents(Path root, Path file) {
    List<Path> parents = new ArrayList<>();
    for (Path up = file.getParent(); !up.equals(root); up = up.getParent()) {
      parents.addFirst(up);
    }
    return parents;
  }

  private static void delete(Path draft) throws IOException {
    if (!Files.exists(draft)) {
      return;
    }
    try (Stream<Path> all = Files.walk(draft)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** All files by their names. */
  static SortedMap<String, byte[]> files(Exhibit a, Exhibit b, Comparison comparison) {
    if (!comparison.relation().differs()) {
      throw new IllegalArgumentException("the two do not differ");
    }
    SortedMap<String, byte[]> files = own(a, b, comparison);
    a.files().forEach((name, content) -> files.put("a/" + name, content));
    b.files().forEach((name, content) -> files.put("b/" + name, content));
    return files;
  }

  /** The files that follow from the two records. */
  private static SortedMap<String, byte[]> own(Exhibit a, Exhibit b, Comparison comparison) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(DESCRIPTION, description(a, b, comparison));
    files.put(README, bytes(new EquivocationPage(a, b, comparison).text()));
    files.put(SCRIPT, script());
    return files;
  }

  private static byte[] description(Exhibit a, Exhibit b, Comparison comparison) {
    ObjectNode json =
        Json.object()
            .put("type", TYPE)
            .put("relation", comparison.relation().wireName())
            .put("server", a.server().or(b::server).orElse(""))
            .put("room", comparison.room())
            .put("room_id", comparison.roomId().toString())
            .put("position", comparison.position())
            .put("exact", comparison.exact());
    side(json.putObject("a"), a, comparison.a());
    side(json.putObject("b"), b, comparison.b());
    return bytes(json + "\n");
  }

  private static void side(ObjectNode json, Exhibit exhibit, Comparison.Place place) {
    json.put("kind", exhibit.kind().wireName())
        .put("chain", place.chain().orElse(""))
        .put("line", place.line().orElse(""));
  }

  private static byte[] script() {
    try (InputStream in = EquivocationFolder.class.getResourceAsStream(SCRIPT)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads and checks a folder: both records, that they differ, and that all else in it says that
   * and nothing more.
   *
   * @throws EvidenceException if it has not the form of such a folder
   */
  public static Shown read(Path folder, ExhibitReader reader)
      throws IOException, EvidenceException {
    SortedMap<String, byte[]> files =
        BundleReader.readFolder(
            folder,
            new BundleReader.FolderForm(EquivocationFolder::isName, EquivocationFolder::isFolder));
    Exhibit a = reader.read(side(files, "a/"));
    Exhibit b = reader.read(side(files, "b/"));
    List<String> faults = new ArrayList<>();
    if (!a.verified() || !b.verified()) {
      return new Shown(a, b, Optional.empty(), faults);
    }
    Comparison comparison = a.against(b);
    if (comparison.relation().differs()) {
      own(a, b, comparison)
          .forEach((name, content) -> {
            if (!Arrays.equals(content, files.get(name))) {
              faults.add(name + " is not what follows from the two records");
            }
          });
    }
    return new Shown(a, b, Optional.of(comparison), faults);
  }

  private static SortedMap<String, byte[]> side(SortedMap<String, byte[]> files, String prefix)
      throws EvidenceException {
    SortedMap<String, byte[]> side = new TreeMap<>();
    files.forEach((name, content) -> {
      if (name.startsWith(prefix)) {
        side.put(name.substring(prefix.length()), content);
      }
    });
    if (!ExhibitReader.isBundle(side)
        && !StatementVerifier.needed(side).keySet().equals(side.keySet())) {
      throw new EvidenceException("a file in " + prefix + " does not belong there");
    }
    return side;
  }

  private static boolean isName(String name) {
    String inside = name.substring(name.indexOf('/') + 1);
    return OWN.contains(name)
        || (isInSide(name) && (BundleReader.isName(inside) || isStatement(inside)));
  }

  private static boolean isStatement(String name) {
    return STATEMENT.matcher(name).matches();
  }

  private static boolean isFolder(String name) {
    return SIDES.contains(name)
        || (isInSide(name) && BundleReader.isFolder(name.substring(name.indexOf('/') + 1)));
  }

  private static boolean isInSide(String name) {
    return name.startsWith("a/") || name.startsWith("b/");
  }
}
