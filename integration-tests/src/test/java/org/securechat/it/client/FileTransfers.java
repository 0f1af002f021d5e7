package org.securechat.it.client;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.securechat.protocol.application.Answer.FileAnswer;
import org.securechat.protocol.application.Answer.FileOffsetAnswer;
import org.securechat.protocol.application.Answer.FileStateAnswer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.MessageContent;

/** Brings and gets contents of files, request by request. */
public final class FileTransfers {
  /** The most bytes that one request brings or gets. */
  public static final int PART = Request.FilePart.MAX_PART;

  private FileTransfers() {}

  /** Always the same bytes for the same size. */
  public static byte[] content(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** What a line says that names a content. */
  public static MessageContent file(byte[] content) {
    return new MessageContent.SharedFile(
        new FileInfo("report.pdf", content.length, "application/pdf", Digests.sha256Hex(content)),
        List.of(),
        "");
  }

  /** How many bytes the server has. */
  public static long begin(TestClient client, String room, byte[] content) {
    return TestClient.await(
            client.ask(
                id -> new Request.FileBegin(id, room, Digests.sha256Hex(content), content.length),
                FileOffsetAnswer.class))
        .offset();
  }

  /**
   * Brings one part.
   *
   * @return how many bytes the server has now
   */
  public static long part(
      TestClient client, String room, String sha256, byte[] content, long offset) {
    int from = (int) offset;
    byte[] part = Arrays.copyOfRange(content, from, Math.min(content.length, from + PART));
    return TestClient.await(
            client.ask(
                id -> new Request.FilePart(id, room, sha256, offset, part), FileOffsetAnswer.class))
        .offset();
  }

  /** Whether a line can name the content. */
  public static boolean end(TestClient client, String room, byte[] content) {
    return TestClient.await(
            client.ask(
                id -> new Request.FileEnd(id, room, Digests.sha256Hex(content)),
                FileStateAnswer.class))
        .ready();
  }

  /** Brings what the server does not have, until a line can name it. */
  public static void bring(TestClient client, String room, byte[] content) {
    String sha256 = Digests.sha256Hex(content);
    long there = begin(client, room, content);
    while (there < content.length) {
      there = part(client, room, sha256, content, there);
    }
    await().atMost(TestClient.LIMIT).until(() -> end(client, room, content));
  }

  /** All of a content that a line names. */
  public static byte[] got(TestClient client, String room, byte[] content) {
    String sha256 = Digests.sha256Hex(content);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FileAnswer answer;
    do {
      long offset = bytes.size();
      answer =
          TestClient.await(
              client.ask(
                  id -> new Request.FileContent(id, room, sha256, offset), FileAnswer.class));
      bytes.writeBytes(answer.part());
    } while (bytes.size() < answer.size());
    return bytes.toByteArray();
  }
}
