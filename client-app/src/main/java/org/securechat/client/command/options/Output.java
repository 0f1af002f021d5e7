package org.securechat.client.command.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import org.securechat.client.session.Contradiction;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.client.text.MessageJson;
import org.securechat.client.text.MessageText;

/**
 * Prints results for a person or for a program, and remembers whether anything printed did not
 * hold. Thread-safe.
 */
public final class Output {
  private final PrintWriter out;
  private final boolean json;
  private final MessageText text;
  private boolean broken;

  Output(PrintWriter out, boolean json, MessageText text) {
    this.out = out;
    this.json = json;
    this.text = text;
  }

  /** How messages look. */
  public MessageText text() {
    return text;
  }

  /** Prints the one or the other. */
  public synchronized void print(ObjectNode object, String line) {
    out.println(json ? MessageJson.line(object) : line);
    out.flush();
  }

  /** Whether everything that was printed could be written: a pipe may have been closed. */
  public boolean isWritten() {
    return !out.checkError();
  }

  /** Prints a line of a room and its verdict. */
  public void message(RoomMessage message, boolean withRoom) {
    note(message.verified());
    print(MessageJson.message(message), text.of(message, withRoom, Instant.now()));
  }

  /** Prints what is wrong with a room. */
  public void alarm(String room, TranscriptFinding finding) {
    note(false);
    print(MessageJson.alarm(room, finding), text.alarm(room, finding));
  }

  /** Prints that the server contradicts itself, and where what shows it is. */
  public void contradiction(Contradiction found) {
    note(false);
    print(MessageJson.contradiction(found), text.contradiction(found));
  }

  /** Prints a receipt that was kept. */
  public void receipt(ReceiptOutcome receipt) {
    note(receipt.verified());
    print(MessageJson.receipt(receipt), text.receipt(receipt));
  }

  /** Remembers whether something holds; what does not makes the exit code 1. */
  public synchronized void note(boolean holds) {
    broken |= !holds;
  }

  /** 0 if everything printed holds, 1 otherwise. */
  public synchronized int exitCode() {
    return broken ? 1 : 0;
  }
}
