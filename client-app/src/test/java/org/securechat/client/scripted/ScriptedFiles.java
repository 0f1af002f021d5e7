package org.securechat.client.scripted;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.Digests;

/** The contents of files at a scripted server, which may lie. Thread-safe. */
public final class ScriptedFiles {
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
  private final AtomicInteger parts = new AtomicInteger();

  /** What is given in place of a part. */
  public volatile UnaryOperator<Answer.FileAnswer> lie = answer -> answer;

  /** With the answer to which part, counted in both directions, the connection is cut; 0: none. */
  public volatile int cutAt;

  /** How often {@code file_end} says that the file is still being examined. */
  public final AtomicInteger unready = new AtomicInteger();

  /** What was brought so far. */
  public byte[] content(String sha256) {
    return contents.get(sha256);
  }

  /** Parts that were taken or given. */
  public int parts() {
    return parts.get();
  }

  /** Has a content there under a hash that may be another's. */
  public void pretend(String sha256, byte[] content) {
    contents.put(sha256, content);
  }

  /** Has nothing any more. */
  public void forget() {
    contents.clear();
  }

  /** The answer, or why there is none. */
  Optional<Answer> answer(Request.FileRequest request) {
    return switch (request) {
      case Request.FileBegin begin ->
          Optional.of(
              new Answer.FileOffsetAnswer(
                  contents.computeIfAbsent(begin.sha256(), _ -> new byte[0]).length));
      case Request.FilePart part -> Optional.of(take(part));
      case Request.FileEnd end ->
          Optional.of(contents.getOrDefault(end.sha256(), new byte[0]))
              .filter(content -> Digests.sha256Hex(content).equals(end.sha256()))
              .map(_ -> new Answer.FileStateAnswer(unready.getAndDecrement() <= 0));
      case Request.FileContent wanted ->
          Optional.ofNullable(contents.get(wanted.sha256()))
              .map(content -> give(content, (int) wanted.offset()));
    };
  }

  private Answer take(Request.FilePart part) {
    byte[] before = contents.getOrDefault(part.sha256(), new byte[0]);
    if (part.offset() == before.length) {
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.writeBytes(before);
      both.writeBytes(part.part());
      contents.put(part.sha256(), both.toByteArray());
    }
    parts.incrementAndGet();
    return new Answer.FileOffsetAnswer(contents.get(part.sha256()).length);
  }

  private Answer give(byte[] content, int offset) {
    parts.incrementAndGet();
    int end = Math.min(content.length, offset + Request.FilePart.MAX_PART);
    return lie.apply(
        new Answer.FileAnswer(content.length, Arrays.copyOfRange(content, offset, end)));
  }

  /** Why there is no answer. */
  ErrorCode refusal(Request.FileRequest request) {
    return request instanceof Request.FileEnd ? ErrorCode.FILE_REFUSED : ErrorCode.NO_SUCH_FILE;
  }

  /** Whether the connection is cut in place of this answer; once. */
  boolean isCut() {
    if (cutAt > 0 && parts.get() >= cutAt) {
      cutAt = 0;
      return true;
    }
    return false;
  }
}
