package org.securechat.server.actor;

import java.util.Set;

/**
 * The state that a changing request is meant for, so that of two administrators who change the same
 * thing the later is told. Immutable.
 */
public final class ExpectedVersion {

  private static final ExpectedVersion ANY = new ExpectedVersion(null);

  /** Null is any. */
  private final Set<Long> versions;

  private ExpectedVersion(Set<Long> versions) {
    this.versions = versions;
  }

  /** Whatever state it is in, as long as it exists. */
  public static ExpectedVersion any() {
    return ANY;
  }

  /** One of those versions; of none, no state fits. */
  public static ExpectedVersion of(Set<Long> versions) {
    return new ExpectedVersion(Set.copyOf(versions));
  }

  /** That version. */
  public static ExpectedVersion of(long version) {
    return of(Set.of(version));
  }

  /**
   * Called in the transaction that makes the change; the entity's version column then sees to
   * whatever comes between.
   *
   * @throws AdministrationException {@code STALE} if the version is not an expected one
   */
  public void check(long actual) {
    if (versions != null && !versions.contains(actual)) {
      throw AdministrationException.stale();
    }
  }

  @Override
  public String toString() {
    return versions == null ? "ExpectedVersion[any]" : "ExpectedVersion" + versions;
  }
}
