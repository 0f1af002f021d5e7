package org.securechat.protocol.evidence.verify;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.fuzz.Broken;

/**
 * A good bundle that somebody has edited: the bytes say which files are changed, cut, lengthened,
 * removed, or exchanged for each other. Nothing is thrown, and nothing that counts passes.
 */
public final class BundleTarget {
  /** What they say proves nothing, and the verifier says so. */
  private static final Set<String> FREE = Set.of("report.html", "authority.der");

  private static final SortedMap<String, byte[]> GOOD = good();
  private static final int MOST_EDITS = 12;

  private BundleTarget() {}

  private static SortedMap<String, byte[]> good() {
    try {
      return Judged.talk().bundle().files();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public static void fuzzerTestOneInput(byte[] data) {
    SortedMap<String, byte[]> files = new TreeMap<>(GOOD);
    ByteBuffer edits = ByteBuffer.wrap(data);
    for (int i = 0; i < MOST_EDITS && edits.remaining() >= 5 && !files.isEmpty(); i++) {
      edit(files, edits);
    }
    VerificationReport report = Judged.judge(files);
    Broken.unless(!report.passed() || isSame(files));
  }

  private static void edit(SortedMap<String, byte[]> files, ByteBuffer edits) {
    List<String> names = new ArrayList<>(files.keySet());
    String name = names.get((edits.get() & 0xff) % names.size());
    byte[] content = files.get(name).clone();
    int kind = edits.get() & 7;
    int place = content.length == 0 ? 0 : (edits.getShort() & 0xffff) % content.length;
    byte value = edits.get();
    switch (kind) {
      case 0 -> files.remove(name);
      case 1 -> files.put(name, Arrays.copyOf(content, place));
      case 2 -> files.put(name, inserted(content, place, value));
      case 3 -> files.put(name, files.get(names.get((value & 0xff) % names.size())));
      case 4 -> renamed(files, name, changed(content, place, value));
      default -> files.put(name, changed(content, place, value));
    }
  }

  private static byte[] changed(byte[] content, int place, byte value) {
    if (content.length > 0) {
      content[place] = value;
    }
    return content;
  }

  private static byte[] inserted(byte[] content, int place, byte value) {
    byte[] longer = Arrays.copyOf(content, content.length + 1);
    System.arraycopy(content, place, longer, place + 1, content.length - place);
    longer[place] = value;
    return longer;
  }

  /** A certificate or a list is called what its content asks for. */
  private static void renamed(SortedMap<String, byte[]> files, String name, byte[] content) {
    int slash = name.indexOf('/');
    if (slash > 0 && name.endsWith(".der")) {
      files.remove(name);
      files.put(name.substring(0, slash + 1) + Digests.sha256Hex(content) + ".der", content);
    } else {
      files.put(name, content);
    }
  }

  private static boolean isSame(SortedMap<String, byte[]> files) {
    Set<String> names = new TreeSet<>(files.keySet());
    names.addAll(GOOD.keySet());
    names.removeAll(FREE);
    return names.stream().allMatch(name -> Arrays.equals(files.get(name), GOOD.get(name)));
  }
}
