package org.securechat.client.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.securechat.client.SafeText;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.evidence.FileInfo;

/** Says once a second how far a transfer is, if it takes that long. For one transfer. */
public final class ShownProgress implements TransferProgress {
  private static final long EACH_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int WHOLE = 100;

  private final BiConsumer<ObjectNode, String> out;
  private final FileInfo file;
  private long last = System.nanoTime();

  /**
   * @param out takes the one for programs and the one for people
   */
  public ShownProgress(BiConsumer<ObjectNode, String> out, FileInfo file) {
    this.out = out;
    this.file = file;
  }

  @Override
  public void moved(long done, long total) {
    long now = System.nanoTime();
    if (now - last < EACH_NANOS || total == 0) {
      return;
    }
    last = now;
    out.accept(
        MessageJson.event("transfer")
            .put("sha256", file.sha256())
            .put("done", done)
            .put("size", total),
        "("
            + SafeText.line(file.name())
            + ": "
            + WHOLE * done / total
            + " % of "
            + FileInfo.shown(total)
            + ")");
  }
}
