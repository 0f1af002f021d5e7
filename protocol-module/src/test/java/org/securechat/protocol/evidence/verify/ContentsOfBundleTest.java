package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.evidence.verify.Judged.bytes;
import static org.securechat.protocol.evidence.verify.Judged.fails;
import static org.securechat.protocol.evidence.verify.Judged.talk;
import static org.securechat.protocol.evidence.verify.Judged.verifies;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.SharedFile;

/** Contents of files in a bundle (PROTOCOL.md §11.1). */
class ContentsOfBundleTest {
  private static final byte[] REPORT = bytes("a report");
  private static final String NAME = BundleLayout.content(Digests.sha256Hex(REPORT));

  @TempDir Path folder;

  private static MessageContent file(byte[] content, long size) {
    return new SharedFile(
        new FileInfo("report.pdf", size, "application/pdf", Digests.sha256Hex(content)),
        List.of(),
        "");
  }

  private static BundleWriter bundle(byte[] content, long size) throws Exception {
    return talk().say("alice", file(content, size)).bundle();
  }

  @Test
  void aContentMayBeThereAndMayBeLeftOut() throws Exception {
    assertThat(verifies(bundle(REPORT, REPORT.length)).remarks())
        .contains("contents of files: 1 of 1 are not here");
    assertThat(verifies(bundle(REPORT, REPORT.length).content(REPORT)).remarks())
        .noneMatch(remark -> remark.contains("contents"));
    verifies(bundle(new byte[0], 0).content(new byte[0]));
  }

  @Test
  void aContentThatDoesNotFitFails() throws Exception {
    SortedMap<String, byte[]> files = bundle(REPORT, REPORT.length).files();
    files.put(NAME, bytes("A report"));
    fails(files, "file " + NAME + ": not what its name says");

    files.put(NAME, bytes("a report, longer"));
    fails(
        files,
        "file " + NAME + ": not as long as a line says",
        "file " + NAME + ": not what its name says");
    fails(
        bundle(REPORT, REPORT.length + 1).content(REPORT),
        "file " + NAME + ": not as long as a line says");
  }

  @Test
  void aContentThatNoLineNamesFails() throws Exception {
    fails(talk().bundle().content(REPORT), "file " + NAME + ": does not belong to the bundle");
    fails(
        talk().say("alice", file(REPORT, REPORT.length)).erase(6).bundle().content(REPORT),
        "file " + NAME + ": does not belong to the bundle");
  }

  @Test
  void aFolderAndAZipAreReadWithContents() throws Exception {
    BundleWriter bundle = bundle(REPORT, REPORT.length).content(REPORT);
    bundle.writeFolder(folder.resolve("bundle"));
    bundle.writeZip(folder.resolve("bundle.zip"));

    assertThat(BundleReader.read(folder.resolve("bundle"))).containsKey(NAME);
    assertThat(BundleReader.read(folder.resolve("bundle.zip"))).containsKey(NAME);
  }
}
