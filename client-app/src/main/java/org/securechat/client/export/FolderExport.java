package org.securechat.client.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.export.ExportIndex.Bundle;
import org.securechat.client.export.ExportIndex.Failed;
import org.securechat.client.export.ExportIndex.Room;
import org.securechat.client.export.RoomRange.Part;

/**
 * Writes an export's folder: bundles and index. Everything goes into a folder beside it, whose name
 * ends in {@code .part} and which becomes the folder at the end, so that a folder is a whole
 * export. What an interrupted one has left there is used by the next for the same question.
 */
public final class FolderExport {
  private static final String PART = ".part";
  private static final String QUESTION = "question.txt";

  private final BundleSource source;
  private final Path folder;
  private final Path work;
  private final Progress progress;

  /** Hears how far it is. */
  public interface Progress {
    /**
     * A bundle is in the folder.
     *
     * @param kept whether an interrupted export had fetched it
     */
    void made(Bundle bundle, String room, int number, int all, boolean kept);

    /** A room is left out. */
    void failed(String room, String reason);
  }

  /**
   * Begins or takes up an export.
   *
   * @param folder must not exist
   * @param question what distinguishes this export from another one to the same folder
   */
  public FolderExport(BundleSource source, Path folder, String question, Progress progress)
      throws ClientException {
    this.source = source;
    this.folder = folder.toAbsolutePath().normalize();
    this.work = this.folder.resolveSibling(this.folder.getFileName() + PART);
    this.progress = progress;
    begin(question);
  }

  private void begin(String question) throws ClientException {
    if (Files.exists(folder)) {
      throw new ClientException(folder + " is there already", "Name another folder with --out.");
    }
    try {
      Path asked = work.resolve(QUESTION);
      if (Files.exists(work)
          && !(Files.exists(asked) && Files.readString(asked).equals(question))) {
        throw new ClientException(
            work + " is left over from another export", "Remove it, or name another --out.");
      }
      Files.createDirectories(work);
      Files.writeString(asked, question);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Fetches the bundles of rooms, one after another. A room that fails is left out and named.
   *
   * @return the rooms and, of each, the bundles
   */
  public Fetched fetch(List<RoomRange> ranges) throws ClientException {
    int all = ranges.stream().mapToInt(range -> range.parts().size()).sum();
    int number = 0;
    List<Room> rooms = new ArrayList<>();
    List<Failed> failed = new ArrayList<>();
    for (RoomRange range : ranges) {
      Optional<String> fault = range.fault();
      List<Bundle> bundles = new ArrayList<>();
      if (fault.isEmpty()) {
        fault = fetch(range, bundles, number, all);
      }
      number += range.parts().size();
      if (fault.isEmpty()) {
        rooms.add(Room.of(range, bundles));
      } else {
        failed.add(new Failed(range.room(), fault.get()));
        progress.failed(range.room(), fault.get());
      }
    }
    return new Fetched(rooms, failed);
  }

  /**
   * What was fetched.
   *
   * @param failed what was not
   */
  public record Fetched(List<Room> rooms, List<Failed> failed) {
    public Fetched {
      rooms = List.copyOf(rooms);
      failed = List.copyOf(failed);
    }
  }

  private Optional<String> fetch(RoomRange range, List<Bundle> bundles, int before, int all)
      throws ClientException {
    for (Part part : range.parts()) {
      Path file = work.resolve(BundleName.of(range, part));
      boolean kept = Files.exists(file);
      if (!kept) {
        try {
          source.download(AdminPath.of("rooms", range.room()), part, file);
        } catch (ClientException e) {
          return Optional.of(e.getMessage());
        }
      }
      Bundle bundle = bundle(file, part);
      bundles.add(bundle);
      progress.made(bundle, range.room(), before + bundles.size(), all, kept);
    }
    return Optional.empty();
  }

  private Bundle bundle(Path file, Part part) throws ClientException {
    try {
      return new Bundle(
          file.getFileName().toString(),
          part.first(),
          part.last(),
          part.userLines(),
          Files.size(file),
          FileDigest.sha256Hex(file));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Writes the index and gives the folder its name. */
  public void finish(ExportIndex index) throws ClientException {
    try {
      Set<String> wanted = new HashSet<>();
      index.rooms().forEach(room -> room.bundles().forEach(bundle -> wanted.add(bundle.file())));
      removeOthers(wanted);
      Files.write(work.resolve(ExportIndex.FILE), IndexJson.write(index));
      Files.writeString(work.resolve("index.txt"), IndexText.of(index), StandardCharsets.UTF_8);
      Files.writeString(work.resolve("index.html"), IndexPage.of(index), StandardCharsets.UTF_8);
      move();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void removeOthers(Set<String> wanted) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(work)) {
      for (Path file : files) {
        if (!wanted.contains(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
  }

  private void move() throws IOException {
    try {
      Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(work, folder);
    }
  }

  /** Removes what was begun, because there is nothing to export. */
  public void discard() throws ClientException {
    try {
      removeOthers(Set.of());
      Files.delete(work);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private ClientException failed(IOException failure) {
    return new ClientException(
        "the export to " + folder + " failed: " + failure.getMessage(),
        "Make room on the disk or name another --out; repeat the command to go on.",
        failure);
  }
}
