package org.securechat.connector;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The other end of a connection: a plain blocking socket that writes what it is told, right or
 * wrong.
 */
final class Peer implements AutoCloseable {

  final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  Peer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  static byte[] framed(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(4 + payload.length).putInt(payload.length).put(payload).array();
  }

  Peer send(String text) throws IOException {
    return raw(framed(text));
  }

  Peer raw(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** The next frame, or null at the end of input. */
  String receive() throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new String(payload, StandardCharsets.UTF_8);
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends with a reset in place of an orderly end. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
