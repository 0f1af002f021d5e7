package org.securechat.server.renewal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Files that belong together and are replaced one after the other. They are read once two looks in
 * a row have found them the same, and once only: a token locks itself after a few wrong PINs. What
 * was read is judged at every look until it can be used, because it can become good without being
 * touched: its time comes, or the list of its authority. Not thread-safe.
 *
 * @param <T> what is in them
 */
public final class RenewableFiles<T> {

  /** A minute, at the usual interval: so long they may be unfit without a word. */
  private static final int PATIENCE = 4;

  private final List<Path> files;
  private final Supplier<T> reader;
  private List<Object> used;
  private List<Object> seen;
  private List<Object> tried;
  private T content;
  private String fault;
  private int waited;

  /**
   * The files as they are now count as used.
   *
   * @param reader of all of them; an exception says which cannot be used, and why
   */
  public RenewableFiles(List<Path> files, Supplier<T> reader) {
    this.files = List.copyOf(files);
    this.reader = reader;
    used = stamps();
    seen = used;
  }

  /**
   * Looks at the files.
   *
   * @param use takes what is new into use, and throws an exception that says why it cannot be used;
   *     returns false if it is in use already
   */
  public Renewal look(Predicate<T> use) {
    List<Object> now = stamps();
    boolean settled = now.equals(seen);
    seen = now;
    if (now.equals(used)) {
      return waited == 0 ? new Renewal.Untouched() : done(now, new Renewal.Same());
    }
    waited++;
    try {
      if (settled && !now.equals(tried)) {
        read(now);
      }
      if (now.equals(tried) && content != null) {
        return done(now, use.test(content) ? new Renewal.Renewed() : new Renewal.Same());
      }
    } catch (RuntimeException e) {
      fault = Objects.requireNonNullElseGet(e.getMessage(), e::toString);
    }
    if (waited <= PATIENCE) {
      return new Renewal.Pending();
    }
    return new Renewal.Failed(
        fault == null ? "its files have been written to for a while, and still are" : fault);
  }

  private void read(List<Object> now) {
    tried = now;
    content = null;
    content = reader.get();
  }

  private Renewal done(List<Object> now, Renewal outcome) {
    used = now;
    tried = null;
    content = null;
    fault = null;
    waited = 0;
    return outcome;
  }

  private List<Object> stamps() {
    List<Object> stamps = new ArrayList<>();
    for (Path file : files) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        stamps.add(
            List.of(
                found.lastModifiedTime(),
                found.size(),
                Objects.requireNonNullElse(found.fileKey(), "")));
      } catch (IOException e) {
        stamps.add("missing"); // Who reads it says why.
      }
    }
    return stamps;
  }
}
