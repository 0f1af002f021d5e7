package org.securechat.protocol.evidence.compare;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.RoomPosition;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.StatementVerifier;
import org.securechat.protocol.evidence.verify.Verdict;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.name.RoomIds;

/**
 * Verifies a record for itself, as far as its kind permits, and reads what it says (PROTOCOL.md
 * §11.3). Thread-safe.
 */
public final class ExhibitReader {
  /** The id of the room that lines without a receipt are of, and an end of line. */
  public static final String ROOM = "room.txt";

  private final EvidenceVerifier bundles;
  private final StatementVerifier statements;

  /** As {@link EvidenceVerifier}. */
  public ExhibitReader(
      Collection<X509Certificate> authorities,
      Collection<X509CRL> outside,
      RevocationPolicy policy) {
    this.bundles = new EvidenceVerifier(authorities, outside, policy);
    this.statements = new StatementVerifier(authorities, outside, policy);
  }

  /**
   * Verifies and reads.
   *
   * @param files those of a bundle, or {@code receipt.json} and {@code receipt.sig}, or {@code
   *     heads.txt}, or {@code room.txt}; the last and the first but one may have {@code lines.txt},
   *     and all but the last certificates and revocation lists
   * @throws EvidenceException if they are nothing of the sort
   */
  public Exhibit read(SortedMap<String, byte[]> files) throws EvidenceException {
    ExhibitKind kind = kind(files);
    VerificationReport report =
        switch (kind) {
          case BUNDLE -> bundles.verify(files);
          case RECEIPT -> statements.receipt(files);
          case HEADS -> statements.heads(files);
          case LINES -> statements.lines(files);
        };
    if (report.verdict() != Verdict.VERIFIED) {
      return new Exhibit(kind, files, report, List.of(), Optional.empty());
    }
    return switch (kind) {
      case BUNDLE -> new Exhibit(kind, files, report, bundle(files), Optional.empty());
      case RECEIPT -> new Exhibit(kind, files, report, receipt(files), Optional.empty());
      case HEADS -> {
        HeadsFile heads = HeadsFile.parse(files.get(StatementVerifier.HEADS));
        List<RoomHistory> rooms = heads.rooms().stream().map(ExhibitReader::head).toList();
        yield new Exhibit(kind, files, report, rooms, Optional.of(heads.document()));
      }
      case LINES -> new Exhibit(kind, files, report, lines(files), Optional.empty());
    };
  }

  /** Whether these are the files of a bundle, good or not. */
  static boolean isBundle(SortedMap<String, byte[]> files) {
    return files.containsKey(BundleLayout.TRANSCRIPT);
  }

  private static ExhibitKind kind(SortedMap<String, byte[]> files) throws EvidenceException {
    if (isBundle(files)) {
      return ExhibitKind.BUNDLE;
    }
    if (files.containsKey(BundleLayout.RECEIPT)) {
      return ExhibitKind.RECEIPT;
    }
    if (files.containsKey(StatementVerifier.HEADS)) {
      return ExhibitKind.HEADS;
    }
    if (files.containsKey(ROOM) && files.containsKey(StatementVerifier.LINES)) {
      return ExhibitKind.LINES;
    }
    throw new EvidenceException("no bundle, receipt, heads file or archive");
  }

  private static List<RoomHistory> bundle(SortedMap<String, byte[]> files)
      throws EvidenceException {
    Receipt receipt = Receipt.parse(files.get(BundleLayout.RECEIPT));
    String transcript = new String(files.get(BundleLayout.TRANSCRIPT), StandardCharsets.ISO_8859_1);
    return List.of(
        RoomHistory.of(
            UUID.fromString(receipt.roomId()),
            receipt.room(),
            receipt.first(),
            receipt.previousChain(),
            transcript.lines().toList(),
            receipt.last()));
  }

  private static List<RoomHistory> receipt(SortedMap<String, byte[]> files)
      throws EvidenceException {
    Receipt receipt = Receipt.parse(files.get(BundleLayout.RECEIPT));
    UUID room = UUID.fromString(receipt.roomId());
    if (files.containsKey(StatementVerifier.LINES)) {
      return List.of(
          RoomHistory.of(
              room,
              receipt.room(),
              1,
              receipt.genesis(),
              StatementVerifier.texts(files),
              receipt.last()));
    }
    NavigableMap<Long, String> chains = new TreeMap<>();
    chains.put(receipt.first() - 1, receipt.previousChain());
    chains.put(receipt.last(), receipt.chain());
    return List.of(new RoomHistory(room, receipt.room(), chains, new TreeMap<>(), receipt.last()));
  }

  private static RoomHistory head(RoomPosition head) {
    NavigableMap<Long, String> chains = new TreeMap<>();
    chains.put(head.position(), head.chain());
    return new RoomHistory(head.roomId(), "", chains, new TreeMap<>(), head.position());
  }

  private static List<RoomHistory> lines(SortedMap<String, byte[]> files) throws EvidenceException {
    String id = new String(files.get(ROOM), StandardCharsets.ISO_8859_1);
    if (!id.endsWith("\n") || !RoomIds.isRoomId(id.substring(0, id.length() - 1))) {
      throw new EvidenceException(ROOM + " holds no room's id");
    }
    UUID room = UUID.fromString(id.substring(0, id.length() - 1));
    return List.of(
        RoomHistory.of(room, "", 1, Chain.genesis(room), StatementVerifier.texts(files), 0));
  }
}
