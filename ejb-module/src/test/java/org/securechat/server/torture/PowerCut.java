package org.securechat.server.torture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.securechat.server.torture.DiskEvent.Forced;
import org.securechat.server.torture.DiskEvent.HeadsBegun;
import org.securechat.server.torture.DiskEvent.Promised;
import org.securechat.server.torture.DiskEvent.Truncated;
import org.securechat.server.torture.DiskEvent.Written;

/**
 * Which of the bytes that were not forced onto a disk are there when the power comes back. What was
 * forced is there; of the rest the disk has done what it liked.
 */
enum PowerCut {
  /** Nothing. */
  NOTHING {
    @Override
    void keep(DiskImage image, List<DiskEvent> late, Random random) {}
  },
  /** Everything, as after a kill. */
  EVERYTHING {
    @Override
    void keep(DiskImage image, List<DiskEvent> late, Random random) {
      late.forEach(image::apply);
    }
  },
  /** Everything up to some sector of some write. */
  IN_ORDER {
    @Override
    void keep(DiskImage image, List<DiskEvent> late, Random random) {
      if (late.isEmpty()) {
        return;
      }
      int whole = random.nextInt(late.size());
      late.subList(0, whole).forEach(image::apply);
      tear(image, late.get(whole), random);
    }
  },
  /** Any writes, some of them up to some sector. */
  IN_ANY_ORDER {
    @Override
    void keep(DiskImage image, List<DiskEvent> late, Random random) {
      for (DiskEvent event : late) {
        switch (random.nextInt(3)) {
          case 0 -> {}
          case 1 -> image.apply(event);
          default -> tear(image, event, random);
        }
      }
    }
  },
  /**
   * Any pages of any writes, so that one can be there with a hole in it. H2 does not notice that:
   * docs/RELIABILITY.md.
   */
  ANY_PAGES {
    @Override
    void keep(DiskImage image, List<DiskEvent> late, Random random) {
      for (DiskEvent event : late) {
        if (event instanceof Written written) {
          pages(image, written, random);
        } else if (random.nextBoolean()) {
          image.apply(event);
        }
      }
    }
  };

  /** What a disk does that writes the bytes of one request in their order. */
  static final List<PowerCut> USUAL = List.of(NOTHING, EVERYTHING, IN_ORDER, IN_ANY_ORDER);

  /** Those that a run is about. */
  static List<PowerCut> wanted() {
    return Torture.PAGES ? List.of(values()) : USUAL;
  }

  private static final int SECTOR = 512;
  private static final int PAGE = 4096;

  /**
   * @param late the writes and truncations that were not forced, in their order
   */
  abstract void keep(DiskImage image, List<DiskEvent> late, Random random);

  private static void tear(DiskImage image, DiskEvent event, Random random) {
    if (event instanceof Written written) {
      int sectors = written.bytes().length / SECTOR;
      image.write(written, 0, random.nextInt(sectors + 1) * SECTOR);
    }
  }

  private static void pages(DiskImage image, Written written, Random random) {
    int length = written.bytes().length;
    int from = 0;
    while (from < length) {
      int to =
          (int)
              Math.min(
                  length, ((written.position() + from) / PAGE + 1) * PAGE - written.position());
      if (random.nextBoolean()) {
        image.write(written, from, to);
      }
      from = to;
    }
  }

  /**
   * What is left, and what was promised.
   *
   * @param newestHeads the number of the newest file with signed heads that can be there; 0 for
   *     none
   */
  record Remains(DiskImage image, List<Promise> promises, long newestHeads) {}

  /** The power goes after so many events of a disk. */
  Remains after(RecordedDisk disk, int count, Random random) {
    List<DiskEvent> events = disk.events().subList(0, count);
    DiskImage image = forced(disk, count);
    keep(image, unforced(disk, count), random);
    List<Promise> promises = new ArrayList<>();
    long newestHeads = 0;
    for (DiskEvent event : events) {
      switch (event) {
        case Promised promised -> promises.add(promised.promise());
        case HeadsBegun begun -> newestHeads = begun.number();
        case Forced _ -> {}
        case Written _ -> {}
        case Truncated _ -> {}
      }
    }
    return new Remains(image, promises, newestHeads);
  }

  /** What is on the disk for good after so many events. */
  static DiskImage forced(RecordedDisk disk, int count) {
    DiskImage image = disk.before();
    Map<DiskFile, Integer> covered = covered(disk, count);
    List<DiskEvent> events = disk.events();
    for (int i = 0; i < count; i++) {
      if (isForced(events.get(i), i, covered)) {
        image.apply(events.get(i));
      }
    }
    return image;
  }

  /** The other writes and truncations, in their order. */
  static List<DiskEvent> unforced(RecordedDisk disk, int count) {
    Map<DiskFile, Integer> covered = covered(disk, count);
    List<DiskEvent> events = disk.events();
    return IntStream.range(0, count)
        .filter(i -> !isForced(events.get(i), i, covered))
        .mapToObj(events::get)
        .filter(event -> event instanceof Written || event instanceof Truncated)
        .toList();
  }

  private static boolean isForced(DiskEvent event, int at, Map<DiskFile, Integer> covered) {
    return switch (event) {
      case Written written -> at < covered.getOrDefault(written.file(), 0);
      case Truncated truncated -> at < covered.getOrDefault(truncated.file(), 0);
      case Forced _ -> false;
      case Promised _ -> false;
      case HeadsBegun _ -> false;
    };
  }

  /** Up to which event each file has been forced. */
  private static Map<DiskFile, Integer> covered(RecordedDisk disk, int count) {
    Map<DiskFile, Integer> covered = new EnumMap<>(DiskFile.class);
    for (DiskEvent event : disk.events().subList(0, count)) {
      if (event instanceof Forced forced) {
        covered.merge(forced.file(), forced.covered(), Math::max);
      }
    }
    return covered;
  }
}
