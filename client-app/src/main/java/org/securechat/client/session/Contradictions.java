package org.securechat.client.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.evidence.Exhibits;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.compare.Comparison;
import org.securechat.protocol.evidence.compare.EquivocationFolder;
import org.securechat.protocol.evidence.compare.Exhibit;
import org.securechat.protocol.evidence.compare.ExhibitReader;
import org.securechat.protocol.evidence.verify.StatementVerifier;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.RevocationPolicy;

/**
 * Saves what shows that a server contradicts itself (PROTOCOL.md §12): what was kept of the room
 * under its last receipt, and what the server says and signs now. Confined to the session's thread.
 */
final class Contradictions {
  /** Each is as large as the room's lines; a server that lies often needs no more to be shown. */
  static final int MOST_FOLDERS = 16;

  private static final int MOST_LINES = 50_000;
  private static final int PAGE = 500;
  private static final int CHAIN_PREFIX = 16;

  private final ExhibitReader reader;
  private final Path folders;

  Contradictions(SessionSettings settings, Path account) {
    this.reader = new ExhibitReader(settings.authorities(), List.of(), RevocationPolicy.ALLOW);
    this.folders = account.resolve("contradictions");
  }

  /**
   * Compares what is kept with what the server says now.
   *
   * @param receipt the folder of the receipt that it gave now, if it gave one
   * @param live to ask for the lines; empty if the session is ending
   * @return empty if the two can both be true
   */
  Optional<Contradiction> found(
      SyncedRoom room, Optional<Path> receipt, Optional<ChatConnection> live)
      throws ClientException {
    try {
      Exhibits exhibits = new Exhibits(reader, List.of());
      Exhibit kept = exhibits.archive(room.archive().folder());
      Optional<Exhibit> given = given(exhibits, room, receipt, live);
      if (given.isEmpty() || !kept.verified()) {
        return Optional.empty();
      }
      Comparison comparison = kept.against(given.get());
      return comparison.relation().differs()
          ? Optional.of(saved(room.name(), kept, given.get(), comparison))
          : Optional.empty();
    } catch (IOException | EvidenceException e) {
      throw new ClientException(
          "what shows that the server contradicts itself cannot be saved: " + e.getMessage(),
          "Make room on the disk. 'securechat receipt' gets what the server says now.",
          e);
    }
  }

  private Optional<Exhibit> given(
      Exhibits exhibits, SyncedRoom room, Optional<Path> receipt, Optional<ChatConnection> live)
      throws IOException, EvidenceException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    if (receipt.isPresent()) {
      Exhibit signed = exhibits.read(receipt.get().resolve("receipt.json"));
      if (!signed.verified()) {
        return Optional.empty();
      }
      files.putAll(signed.files());
    } else {
      files.put(ExhibitReader.ROOM, Exhibits.text(List.of(room.id())));
    }
    if (live.isPresent()) {
      // Down to the first line, so that the line can be shown, and not only a value.
      files.put(StatementVerifier.LINES, Exhibits.text(lines(live.get(), room.name())));
      Exhibit whole = reader.read(files);
      if (whole.verified()) {
        return Optional.of(whole);
      }
      files.remove(StatementVerifier.LINES);
    }
    return receipt.isPresent() ? Optional.of(reader.read(files)) : Optional.empty();
  }

  /** The lines that the server has of a room now, as far as it gives them. */
  private static List<String> lines(ChatConnection live, String room) {
    List<String> lines = new ArrayList<>();
    boolean more = true;
    try {
      while (more && lines.size() < MOST_LINES) {
        long after = lines.size();
        Answer.HistoryAnswer page =
            live.ask(id -> new Request.History(id, room, after, PAGE), Answer.HistoryAnswer.class);
        page.entries().stream().map(Entry::line).forEach(lines::add);
        more = page.more() && lines.size() > after;
      }
    } catch (ClientException _) {
      // What came so far is compared; its form is checked there.
    }
    return lines;
  }

  private Contradiction saved(String room, Exhibit kept, Exhibit given, Comparison comparison)
      throws IOException {
    OwnerOnly.createFolder(folders);
    // The same contradiction has the same name, and is saved once.
    Path folder =
        folders.resolve(
            comparison.relation().wireName()
                + "-"
                + comparison.roomId()
                + "-"
                + comparison.position()
                + "-"
                + comparison.b().chain().orElseThrow().substring(0, CHAIN_PREFIX));
    boolean there = Files.exists(folder);
    if (!there && count() < MOST_FOLDERS) {
      EquivocationFolder.write(folder, kept, given, comparison);
      there = true;
    }
    return new Contradiction(
        room,
        comparison.relation(),
        comparison.position(),
        there ? Optional.of(folder) : Optional.empty());
  }

  private long count() throws IOException {
    try (Stream<Path> all = Files.list(folders)) {
      return all.count();
    }
  }
}
