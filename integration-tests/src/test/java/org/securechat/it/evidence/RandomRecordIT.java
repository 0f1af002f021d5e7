package org.securechat.it.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.Folders;
import org.securechat.it.testbed.TestBed;

/**
 * A random life on the real server: people with names of every kind come, speak, leave, lose their
 * keys and are erased, by both protocols. What the server has taken of it, all three verifiers
 * accept.
 *
 * <p>{@code -Dsecurechat.history.operations=N} and {@code -Dsecurechat.history.seed=N} choose
 * another life.
 */
class RandomRecordIT {
  private static final int OPERATIONS = Integer.getInteger("securechat.history.operations", 500);
  private static final long SEED = Long.getLong("securechat.history.seed", 1);

  @TempDir Path folder;

  @Test
  void whatTheServerHasTakenVerifiesInAllVerifiers() throws Exception {
    try (TestBed bed = TestBed.bare()) {
      AllVerifiers verifiers = new AllVerifiers(bed.folder().resolve("pki").resolve("ca.pem"));
      RandomLife life = new RandomLife(bed, verifiers.python(), SEED);
      life.live(OPERATIONS);
      // Enough was taken, and enough was refused, for this to mean something.
      assertThat(life.taken()).as("%s", life.doings()).isGreaterThan(OPERATIONS / 3);
      assertThat(life.doings()).hasSizeGreaterThan(8);

      AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
      SoftAssertions every = new SoftAssertions();
      for (String room : life.rooms()) {
        for (String range : life.ranges(room)) {
          byte[] zip = auditor.download("/rooms/" + room + "/bundle" + range).body();
          Path file = Files.write(folder.resolve("bundle.zip"), zip);
          Path bundle = Folders.unzip(file, folder.resolve("bundle"));
          verifiers.accept(bundle, "seed " + SEED + ", " + room + range, every);
          verifiers.acceptZip(file, "seed " + SEED + ", zip of " + room + range, every);
          Folders.delete(bundle);
        }
      }
      every.assertAll();
    }
  }
}
