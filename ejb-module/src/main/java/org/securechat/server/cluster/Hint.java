package org.securechat.server.cluster;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What one server tells the others: where to look in the database.
 *
 * @param moved rooms that have got lines
 * @param entered rooms whose members have changed, for servers that did not follow them
 * @param users whose sessions have changed
 */
record Hint(Set<UUID> moved, List<Entry> entered, Set<String> users) {

  /** Leaves room for headers and the tag in a datagram that no network has to cut. */
  static final int MOST_BYTES = 1100;

  private static final int ID = 16;

  /**
   * Somebody has become a member of a room.
   *
   * @param position of the line before the one that says so
   */
  record Entry(UUID room, long position, String user) {
    int size() {
      return ID + Long.BYTES + Short.BYTES + bytes(user).length;
    }
  }

  Hint {
    moved = Set.copyOf(moved);
    entered = List.copyOf(entered);
    users = Set.copyOf(users);
  }

  /** As many hints as it takes, each of which fits into a datagram. */
  static List<Hint> of(Collection<UUID> moved, List<Entry> entered, Collection<String> users) {
    Packing packing = new Packing();
    moved.forEach(packing::add);
    entered.forEach(packing::add);
    users.forEach(packing::add);
    return packing.all();
  }

  byte[] encode() {
    int size = 3 * Short.BYTES + ID * moved.size();
    size += entered.stream().mapToInt(Entry::size).sum();
    size += users.stream().mapToInt(user -> Short.BYTES + bytes(user).length).sum();
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putShort((short) moved.size());
    moved.forEach(room -> put(out, room));
    out.putShort((short) entered.size());
    for (Entry entry : entered) {
      put(out, entry.room());
      out.putLong(entry.position());
      put(out, entry.user());
    }
    out.putShort((short) users.size());
    users.forEach(user -> put(out, user));
    return out.array();
  }

  /**
   * @throws IllegalArgumentException for what {@link #encode} does not return
   */
  static Hint decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      Set<UUID> moved = new TreeSet<>();
      for (int left = in.getShort(); left > 0; left--) {
        moved.add(id(in));
      }
      List<Entry> entered = new ArrayList<>();
      for (int left = in.getShort(); left > 0; left--) {
        entered.add(new Entry(id(in), in.getLong(), text(in)));
      }
      Set<String> users = new TreeSet<>();
      for (int left = in.getShort(); left > 0; left--) {
        users.add(text(in));
      }
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("bytes behind the hint");
      }
      return new Hint(moved, entered, users);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the hint is cut off", e);
    }
  }

  private static void put(ByteBuffer out, UUID id) {
    out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static void put(ByteBuffer out, String text) {
    byte[] bytes = bytes(text);
    out.putShort((short) bytes.length).put(bytes);
  }

  private static UUID id(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }

  private static String text(ByteBuffer in) {
    int length = in.getShort();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("the hint is cut off");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Begins a new hint whenever one is full. */
  private static final class Packing {
    private final List<Hint> full = new ArrayList<>();
    private final Set<UUID> moved = new TreeSet<>();
    private final List<Entry> entered = new ArrayList<>();
    private final Set<String> users = new TreeSet<>();
    private int size;

    void add(UUID room) {
      take(ID);
      moved.add(room);
    }

    void add(Entry entry) {
      take(entry.size());
      entered.add(entry);
    }

    void add(String user) {
      take(Short.BYTES + bytes(user).length);
      users.add(user);
    }

    private void take(int bytes) {
      if (size > 0 && size + bytes > MOST_BYTES - 3 * Short.BYTES) {
        finish();
      }
      size += bytes;
    }

    private void finish() {
      full.add(new Hint(moved, entered, users));
      moved.clear();
      entered.clear();
      users.clear();
      size = 0;
    }

    List<Hint> all() {
      if (size > 0) {
        finish();
      }
      return full;
    }
  }
}
