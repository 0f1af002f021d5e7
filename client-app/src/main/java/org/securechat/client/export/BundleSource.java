package org.securechat.client.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminApi;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.administration.AdminRequestException;
import org.securechat.client.export.RoomRange.Part;

/**
 * Ranges and bundles as a server gives them. It makes one bundle at a time for everybody who asks;
 * one that is busy is asked again, for half a minute.
 */
public final class BundleSource {
  private static final Set<String> PASSING = Set.of("busy", "unavailable", "rate_limited");
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8),
          Duration.ofSeconds(15));

  private final AdminApi api;
  private final Pause pause;

  /** How the source waits. */
  interface Pause {
    void take(Duration time) throws InterruptedException;
  }

  public BundleSource(AdminApi api) {
    this(api, Thread::sleep);
  }

  BundleSource(AdminApi api, Pause pause) {
    this.api = api;
    this.pause = pause;
  }

  /**
   * Which lines those are.
   *
   * @param record where the record is: {@code rooms/NAME} or {@code audit}
   * @param query the query parameters that choose them
   */
  public RoomRange range(AdminPath record, Map<String, ?> query) throws ClientException {
    AdminPath path = record.then("range").with(query);
    ObjectNode[] answer = new ObjectNode[1];
    patiently(() -> answer[0] = api.get(path).body());
    return RoomRange.of(answer[0]);
  }

  /** Writes a bundle to a file that must not exist. */
  public long download(AdminPath record, Part part, Path file) throws ClientException {
    Map<String, Long> lines = new LinkedHashMap<>();
    lines.put("from", part.first());
    lines.put("to", part.last());
    AdminPath path = record.then("bundle").with(lines);
    long[] bytes = new long[1];
    patiently(() -> bytes[0] = api.download(path, file));
    return bytes[0];
  }

  private interface Work {
    void run() throws ClientException;
  }

  private void patiently(Work work) throws ClientException {
    for (Duration time : PAUSES) {
      try {
        work.run();
        return;
      } catch (AdminRequestException e) {
        if (!PASSING.contains(e.code())) {
          throw e;
        }
        await(time);
      }
    }
    work.run();
  }

  private void await(Duration time) throws ClientException {
    try {
      pause.take(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException("interrupted", e);
    }
  }
}
