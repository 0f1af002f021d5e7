package org.securechat.protocol.evidence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Zip files with one permitted form: entries stored, in the order of names, dated 1980. Every tool
 * reads them, and because reading rebuilds the file and compares, no byte of one can be changed
 * unnoticed, not even in a header. Compression would not allow that: its output differs between
 * implementations.
 *
 * <p>The layout is PKWARE's APPNOTE 6.3.3, with the zip64 end record only where the count of
 * entries needs it.
 */
public final class StoredZip {
  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int CENTRAL_HEADER = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_LOCATOR = 0x07064b50;
  private static final int LOCAL_LENGTH = 30;
  private static final int CENTRAL_LENGTH = 46;
  private static final int END_LENGTH = 22;
  private static final int END_64_LENGTH = 56;
  private static final int LOCATOR_LENGTH = 20;
  private static final short VERSION = 10;
  private static final short VERSION_64 = 45;
  private static final short DATE_1980 = 0x21;
  private static final int MAX_COUNT = 0xffff;

  private StoredZip() {}

  /**
   * The bytes of an archive with these files, the same whenever and wherever it is made.
   *
   * @throws IllegalArgumentException if the files do not fit into 2 GiB
   */
  public static byte[] write(SortedMap<String, byte[]> files) {
    ByteBuffer zip = ByteBuffer.allocate(length(files)).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer central = ByteBuffer.allocate(centralLength(files)).order(ByteOrder.LITTLE_ENDIAN);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      int offset = zip.position();
      zip.putInt(LOCAL_HEADER).putShort(VERSION);
      putDescription(zip, file);
      zip.put(name(file)).put(file.getValue());
      central.putInt(CENTRAL_HEADER).putShort(VERSION).putShort(VERSION);
      putDescription(central, file);
      // Comment length, disk, internal attributes; external attributes; offset.
      central.putShort((short) 0).putShort((short) 0).putShort((short) 0);
      central.putInt(0).putInt(offset).put(name(file));
    }
    int start = zip.position();
    zip.put(central.flip());
    putEnd(zip, files.size(), start, zip.position() - start);
    return zip.array();
  }

  /**
   * The files, in the order of their names.
   *
   * @throws EvidenceException for all bytes that {@link #write} does not return
   */
  public static SortedMap<String, byte[]> read(byte[] bytes) throws EvidenceException {
    ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    SortedMap<String, byte[]> files = new TreeMap<>();
    while (zip.remaining() >= LOCAL_LENGTH && zip.getInt(zip.position()) == LOCAL_HEADER) {
      long length = zip.getInt(zip.position() + 22) & 0xffffffffL;
      int nameLength = zip.getShort(zip.position() + 26) & 0xffff;
      zip.position(zip.position() + LOCAL_LENGTH);
      if (nameLength + length > zip.remaining()) {
        throw new EvidenceException("zip file is cut short");
      }
      byte[] name = new byte[nameLength];
      byte[] content = new byte[(int) length];
      zip.get(name).get(content);
      files.put(new String(name, StandardCharsets.US_ASCII), content);
    }
    if (files.isEmpty() || length(files) != bytes.length || !Arrays.equals(write(files), bytes)) {
      throw new EvidenceException(
          "zip file is not as it was written; if it was packed again, verify the unpacked folder");
    }
    return files;
  }

  private static void putDescription(ByteBuffer header, Map.Entry<String, byte[]> file) {
    CRC32 crc = new CRC32();
    crc.update(file.getValue());
    // Flags, method "stored", time.
    header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort(DATE_1980);
    header.putInt((int) crc.getValue());
    header.putInt(file.getValue().length).putInt(file.getValue().length);
    header.putShort((short) name(file).length).putShort((short) 0);
  }

  private static void putEnd(ByteBuffer zip, int count, int start, int length) {
    short shortCount = (short) Math.min(count, MAX_COUNT);
    if (count >= MAX_COUNT) {
      int end64 = zip.position();
      zip.putInt(END_64).putLong(END_64_LENGTH - 12).putShort(VERSION_64).putShort(VERSION_64);
      zip.putInt(0).putInt(0).putLong(count).putLong(count).putLong(length).putLong(start);
      zip.putInt(END_64_LOCATOR).putInt(0).putLong(end64).putInt(1);
    }
    zip.putInt(END).putShort((short) 0).putShort((short) 0).putShort(shortCount);
    zip.putShort(shortCount).putInt(length).putInt(start).putShort((short) 0);
  }

  private static int length(SortedMap<String, byte[]> files) {
    long length = END_LENGTH;
    if (files.size() >= MAX_COUNT) {
      length += END_64_LENGTH + LOCATOR_LENGTH;
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      length += LOCAL_LENGTH + CENTRAL_LENGTH + 2L * name(file).length + file.getValue().length;
    }
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("too large for one zip file");
    }
    return (int) length;
  }

  private static int centralLength(SortedMap<String, byte[]> files) {
    return files.entrySet().stream().mapToInt(file -> CENTRAL_LENGTH + name(file).length).sum();
  }

  private static byte[] name(Map.Entry<String, byte[]> file) {
    return file.getKey().getBytes(StandardCharsets.US_ASCII);
  }
}
