package org.securechat.client.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Without a terminal: lines in, lines out, no prompt. */
public final class PlainScreen implements Screen {
  private final BufferedReader in;
  private final PrintWriter out;

  /** Reads UTF-8 from there and prints to there. */
  public PlainScreen(InputStream in, PrintWriter out) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
  }

  @Override
  public Optional<String> read(String prompt) throws IOException {
    return Optional.ofNullable(in.readLine());
  }

  @Override
  public synchronized void print(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
