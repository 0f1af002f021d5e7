package org.securechat.client.console;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.file.FileDownload;
import org.securechat.client.file.FileUpload;
import org.securechat.client.file.LocalFile;
import org.securechat.client.file.SharedFiles;
import org.securechat.client.file.ShownProgress;
import org.securechat.client.session.Draft;
import org.securechat.protocol.evidence.FileInfo;

/** The console's commands about files. */
final class Sharing {
  private Sharing() {}

  /**
   * Sends a file to the room that the user is in.
   *
   * @param typed the path, in quotation marks if it has spaces, and what is said with it
   */
  static void send(Conversation here, String typed) throws ClientException {
    String quote = typed.startsWith("\"") ? "\"" : " ";
    int from = quote.equals(" ") ? 0 : 1;
    int end = typed.indexOf(quote, from);
    String path = end < 0 ? typed.substring(from) : typed.substring(from, end);
    String caption = end < 0 ? "" : typed.substring(end + 1).strip();
    String room = here.here();
    LocalFile file = LocalFile.read(path(path));
    new FileUpload(here.session(), room, file, progress(here, file.info())).run();
    here.say(room, Draft.share(file.info(), caption));
  }

  /** Gets the file that a line of the room names. */
  static void get(Conversation here, long position, String folder) throws ClientException {
    String room = here.here();
    FileInfo file = SharedFiles.at(here.session(), room, position);
    Path into = path(folder.isEmpty() ? "." : folder);
    Path saved = new FileDownload(here.session(), room, file, into, progress(here, file)).run();
    here.print("saved the file of line " + position + ": " + SafeText.line(saved.toString()));
  }

  private static ShownProgress progress(Conversation here, FileInfo file) {
    return new ShownProgress((_, words) -> here.print(words), file);
  }

  private static Path path(String text) throws ClientException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ClientException("this is no path: " + SafeText.line(text), e);
    }
  }
}
