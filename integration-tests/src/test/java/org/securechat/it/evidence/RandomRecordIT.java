package org.securechat.it.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.evidence.Script.Run;
import org.securechat.it.secondlanguage.Python;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.Folders;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.Verdict;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;

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
    Python python = Python.installed().orElse(null);
    assumeTrue(python != null, "Python with the package cryptography is not installed");
    try (TestBed bed = TestBed.bare()) {
      RandomLife life = new RandomLife(bed, python, SEED);
      life.live(OPERATIONS);
      // Enough was taken, and enough was refused, for this to mean something.
      assertThat(life.taken()).as("%s", life.doings()).isGreaterThan(OPERATIONS / 3);
      assertThat(life.doings()).hasSizeGreaterThan(8);

      AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
      SoftAssertions every = new SoftAssertions();
      for (String room : life.rooms()) {
        for (String range : life.ranges(room)) {
          byte[] zip = auditor.download("/rooms/" + room + "/bundle" + range).body();
          judge(bed, python, zip, room + range, every);
        }
      }
      every.assertAll();
    }
  }

  private void judge(TestBed bed, Python python, byte[] zip, String name, SoftAssertions every)
      throws Exception {
    Path file = Files.write(folder.resolve("bundle.zip"), zip);
    Path bundle = Folders.unzip(file, folder.resolve("bundle"));
    Path authority = bed.pki().authorityFile();
    String about = "seed " + SEED + ", " + name;

    VerificationReport report =
        new EvidenceVerifier(PemFiles.certificates(authority), RevocationPolicy.REFUSE)
            .verify(bundle);
    every
        .assertThat(report.verdict())
        .as("%s: %s", about, report.failures())
        .isEqualTo(Verdict.VERIFIED);
    List<String> shell = new ArrayList<>(List.of("sh", bundle.resolve("verify.sh").toString()));
    shell.addAll(List.of("--bundle", bundle.toString(), authority.toString()));
    Run script = Script.run(folder, Map.of(), shell);
    every.assertThat(script.verdict()).as("sh, %s", about).isEqualTo("VERIFIED");
    Python.Run second =
        python.script("securechat_evidence.py", bundle.toString(), authority.toString());
    every.assertThat(second.exit()).as("Python, %s: %s", about, second.output()).isZero();
    Folders.delete(bundle);
  }
}
