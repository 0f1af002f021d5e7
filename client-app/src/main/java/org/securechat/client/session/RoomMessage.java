package org.securechat.client.session;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One line of a room with the verdict on it.
 *
 * @param room the room's name
 * @param position in the room, from 1
 * @param receivedAt the server's time, as in the line
 * @param sender a user's name or {@code @server}
 * @param body what it says
 * @param findings everything that is wrong with it; empty if it is verified
 * @param live whether it came by itself, rather than by catching up
 */
public record RoomMessage(
    String room,
    long position,
    String receivedAt,
    String sender,
    MessageBody body,
    List<TranscriptFinding> findings,
    boolean live) {

  /** Copies the findings. */
  public RoomMessage {
    findings = List.copyOf(findings);
  }

  /**
   * A line that a server has found.
   *
   * @param line with the verdict on it
   * @param placed whether it is one of the lines that follow from each other and are kept here;
   *     otherwise its place in the room is the server's word
   */
  public record Found(RoomMessage line, boolean placed) {}

  /** Whether line, chain, certificate and signature all hold. */
  public boolean verified() {
    return findings.isEmpty();
  }

  /** Everything that is wrong with it, in words. */
  public String reasons() {
    return findings.stream().map(TranscriptFinding::toString).collect(Collectors.joining("; "));
  }
}
