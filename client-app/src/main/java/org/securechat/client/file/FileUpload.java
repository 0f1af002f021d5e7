package org.securechat.client.file;

import org.securechat.client.ClientException;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.session.ChatSession;
import org.securechat.protocol.application.Answer.FileOffsetAnswer;
import org.securechat.protocol.application.Answer.FileStateAnswer;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.Kind;

/**
 * Brings a file's content into a room, part by part, each after the answer to the one before. After
 * a lost connection it goes on with what the server has. For one use.
 */
public final class FileUpload {
  private static final long LOOK_MILLIS = 250;

  /** Some ten minutes and more: what a server waits for its scanner. */
  private static final int MOST_LOOKS = 3_000;

  private final ChatSession session;
  private final String room;
  private final LocalFile file;
  private final TransferProgress progress;
  private final Patience patience;

  public FileUpload(ChatSession session, String room, LocalFile file, TransferProgress progress) {
    this.session = session;
    this.room = room;
    this.file = file;
    this.progress = progress;
    this.patience = new Patience(session);
  }

  /**
   * Returns once the server has all of it, and has examined it.
   *
   * @throws ClientException if the server does not take it
   */
  public void run() throws ClientException {
    session.requireKind(Kind.FILE);
    while (true) {
      try {
        bring();
        if (isReady()) {
          return;
        }
      } catch (RequestRefusedException e) {
        // A server that has been started anew, or has dropped it, begins again.
        if (e.error() != ErrorCode.NO_SUCH_FILE) {
          patience.wait(e);
        } else {
          patience.waitAnyway(e);
        }
      } catch (ClientException e) {
        patience.wait(e);
      }
    }
  }

  private void bring() throws ClientException {
    FileInfo info = file.info();
    long there =
        session
            .ask(
                id -> new Request.FileBegin(id, room, info.sha256(), info.size()),
                FileOffsetAnswer.class)
            .offset();
    progress.moved(there, info.size());
    while (there < info.size()) {
      long next = part(there);
      if (next <= there) {
        patience.waitAnyway(new ClientException("the server does not keep what it is sent"));
      } else {
        patience.renew();
      }
      there = next;
      progress.moved(there, info.size());
    }
  }

  private long part(long offset) throws ClientException {
    int length = (int) Math.min(Request.FilePart.MAX_PART, file.info().size() - offset);
    byte[] part = file.part(offset, length);
    return session
        .ask(
            id -> new Request.FilePart(id, room, file.info().sha256(), offset, part),
            FileOffsetAnswer.class)
        .offset();
  }

  /** Waits until the file is examined. */
  private boolean isReady() throws ClientException {
    for (int looks = 1;
        !session
            .ask(id -> new Request.FileEnd(id, room, file.info().sha256()), FileStateAnswer.class)
            .ready();
        looks++) {
      if (looks == MOST_LOOKS) {
        throw new ClientException(
            "the server has not examined the file yet", "Send it again in a while.");
      }
      Patience.pause(LOOK_MILLIS);
    }
    return true;
  }
}
