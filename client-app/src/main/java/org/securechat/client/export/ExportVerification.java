package org.securechat.client.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.securechat.client.ClientException;
import org.securechat.client.export.ExportIndex.Bundle;
import org.securechat.client.export.ExportIndex.Room;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.PositionText;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.StoredZip;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.Verdict;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.evidence.verify.VerificationReport.Statement;
import org.securechat.protocol.json.JsonException;

/**
 * Verifies every bundle of an export, and holds what the index says against them: that each is
 * there and has its hash, that it is of that room and of those lines, that the bundles of a room
 * continue each other, and which lines are the person's.
 */
public final class ExportVerification {
  private static final long MAX_INDEX = 256L << 20;

  private final EvidenceVerifier verifier;
  private final Path folder;
  private final ExportIndex index;

  /** What was found about one bundle. */
  public interface Each {
    /**
     * One bundle has been looked at.
     *
     * @param report empty if the file is not there or is another one
     * @param faults where index and bundle differ
     */
    void bundle(Bundle bundle, Optional<VerificationReport> report, List<String> faults);

    /** The bundles of a room are not all of its lines. */
    void gap(Room room);
  }

  private ExportVerification(EvidenceVerifier verifier, Path folder, ExportIndex index) {
    this.verifier = verifier;
    this.folder = folder;
    this.index = index;
  }

  /** Whether that is the folder of an export and not of a bundle. */
  public static boolean isExport(Path path) {
    return Files.isRegularFile(path.resolve(ExportIndex.FILE))
        && !Files.exists(path.resolve("receipt.json"));
  }

  /**
   * Reads the index.
   *
   * @throws ClientException if it is damaged
   */
  public static ExportVerification of(EvidenceVerifier verifier, Path folder)
      throws ClientException {
    Path file = folder.resolve(ExportIndex.FILE);
    try {
      if (Files.size(file) > MAX_INDEX) {
        throw new JsonException("it is too long");
      }
      return new ExportVerification(verifier, folder, IndexJson.read(Files.readAllBytes(file)));
    } catch (IOException | JsonException e) {
      throw new ClientException(
          file + " is no index of an export: " + e.getMessage(),
          "Verify the bundles one by one: 'securechat verify BUNDLE.zip'.",
          e);
    }
  }

  public ExportIndex index() {
    return index;
  }

  /** Bundles in the folder that the index does not name. */
  public List<String> unnamed() throws ClientException {
    Set<String> named = new HashSet<>();
    index.rooms().forEach(room -> room.bundles().forEach(bundle -> named.add(bundle.file())));
    List<String> others = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.zip")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!named.contains(name)) {
          others.add(name);
        }
      }
    } catch (IOException e) {
      throw new ClientException(folder + " cannot be read: " + e.getMessage(), e);
    }
    return others.stream().sorted().toList();
  }

  /**
   * Verifies all bundles, in the order of the index.
   *
   * @return the verdict on the export: the worst of the bundles'
   */
  public Verdict verify(Each each) {
    Verdict worst = index.bundles() == 0 ? Verdict.FAILED : Verdict.VERIFIED;
    Set<String> seen = new HashSet<>();
    for (Room room : index.rooms()) {
      Continuation continuation = new Continuation(room);
      for (Bundle bundle : room.bundles()) {
        Optional<VerificationReport> report = Optional.empty();
        List<String> faults = new ArrayList<>();
        if (!seen.add(bundle.file())) {
          faults.add("the index names it twice");
        } else if (isThere(bundle, faults)) {
          report = Optional.of(verifier.verify(folder.resolve(bundle.file())));
          compare(room, bundle, report.get(), faults);
          content(bundle, continuation, faults);
        }
        each.bundle(bundle, report, faults);
        worst = worse(worst, verdict(report, faults));
      }
      if (!continuation.isWhole()) {
        each.gap(room);
        worst = Verdict.FAILED;
      }
    }
    return worst;
  }

  /** What is said of one bundle. */
  public static Verdict verdict(Optional<VerificationReport> report, List<String> faults) {
    return faults.isEmpty() && report.isPresent() ? report.get().verdict() : Verdict.FAILED;
  }

  /** A failure outweighs what is missing, and that what this version does not know. */
  private static Verdict worse(Verdict one, Verdict other) {
    return rank(one) >= rank(other) ? one : other;
  }

  private static int rank(Verdict verdict) {
    return switch (verdict) {
      case VERIFIED -> 0;
      case NEEDS_NEWER -> 1;
      case INCOMPLETE -> 2;
      case FAILED -> 3;
    };
  }

  private boolean isThere(Bundle bundle, List<String> faults) {
    Path file = folder.resolve(bundle.file());
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      faults.add("the file is missing");
      return false;
    }
    try {
      if (!FileDigest.sha256Hex(file).equals(bundle.sha256())) {
        faults.add("the file is not the one that the index names: its SHA-256 differs");
        return false;
      }
      return true;
    } catch (IOException e) {
      faults.add("the file cannot be read");
      return false;
    }
  }

  private static void compare(
      Room room, Bundle bundle, VerificationReport report, List<String> faults) {
    if (report.statement().isEmpty()) {
      faults.add("it does not say which lines it has");
      return;
    }
    Statement said = report.statement().get();
    if (!said.room().equals(room.room()) || !said.roomId().equals(room.roomId())) {
      faults.add("it is of another room: " + said.room() + " (" + said.roomId() + ")");
    }
    if (said.first() != bundle.first() || said.last() != bundle.last()) {
      faults.add("it has other lines: " + said.first() + " to " + said.last());
    }
  }

  private void content(Bundle bundle, Continuation continuation, List<String> faults) {
    try {
      SortedMap<String, byte[]> files =
          StoredZip.read(Files.readAllBytes(folder.resolve(bundle.file())));
      continuation.next(bundle, Receipt.parse(file(files, "receipt.json")), faults);
      if (!index.person().isEmpty()) {
        String spoken = spoken(file(files, "transcript.txt"));
        if (!spoken.equals(bundle.userLines())) {
          faults.add("the lines of " + index.person() + " in it are others: " + spoken);
        }
      }
    } catch (IOException | EvidenceException e) {
      faults.add("its lines cannot be read");
    }
  }

  private static byte[] file(SortedMap<String, byte[]> files, String name)
      throws EvidenceException {
    byte[] content = files.get(name);
    if (content == null) {
      throw new EvidenceException(name + " is missing");
    }
    return content;
  }

  private String spoken(byte[] transcript) throws EvidenceException {
    PositionText spoken = new PositionText();
    for (String line : new String(transcript, StandardCharsets.US_ASCII).lines().toList()) {
      TranscriptLine said = TranscriptLine.parse(line);
      if (said.sender().equals(index.person())) {
        spoken.add(said.position());
      }
    }
    return spoken.toString();
  }

  /**
   * Whether the bundles of a room follow each other without a gap, from its first line to its last.
   */
  private static final class Continuation {
    private final Room room;
    private long next;
    private String chain = "";

    Continuation(Room room) {
      this.room = room;
      this.next = room.first();
    }

    void next(Bundle bundle, Receipt receipt, List<String> faults) {
      if (bundle.first() != next) {
        faults.add("it does not begin at line " + next + ", where it should");
      }
      if (!chain.isEmpty() && !chain.equals(receipt.previousChain())) {
        faults.add("it continues another record than the bundle before it");
      }
      next = bundle.last() + 1;
      chain = receipt.chain();
    }

    boolean isWhole() {
      return next == room.last() + 1;
    }
  }
}
