package org.securechat.client.command.options;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;

/** The process's output in the charset of its terminal. */
public final class StandardOut {
  private StandardOut() {}

  /**
   * What the terminal understands. A plain POSIX locale says ASCII; today's terminals show UTF-8
   * all the same, and question marks in place of a name help no user.
   */
  public static Charset charset() {
    for (String property : new String[] {"stdout.encoding", "sun.stdout.encoding"}) {
      String name = System.getProperty(property);
      if (name != null) {
        return orUtf8(named(name));
      }
    }
    return orUtf8(Charset.defaultCharset());
  }

  /** Standard output. */
  public static PrintWriter out() {
    return writer(FileDescriptor.out);
  }

  /** Standard error. */
  public static PrintWriter err() {
    return writer(FileDescriptor.err);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), charset()), true);
  }

  private static Charset named(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      return StandardCharsets.UTF_8;
    }
  }

  private static Charset orUtf8(Charset charset) {
    return StandardCharsets.US_ASCII.equals(charset) ? StandardCharsets.UTF_8 : charset;
  }
}
