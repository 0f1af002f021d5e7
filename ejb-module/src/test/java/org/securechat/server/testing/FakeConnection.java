package org.securechat.server.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.DeferredPayload;
import org.securechat.connector.contract.InFlightPermit;

/** A connection without a socket: it keeps what it was sent and counts its permits. Thread-safe. */
public final class FakeConnection implements Connection {
  private final List<byte[]> sent = new ArrayList<>();
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private final AtomicInteger acquired = new AtomicInteger();
  private final AtomicInteger released = new AtomicInteger();
  private final AtomicInteger flushes = new AtomicInteger();
  private volatile Runnable beforeNextFrame = () -> {};
  private volatile Executor writer = Runnable::run;
  private volatile Object state;
  private volatile Object owner;
  private volatile boolean open = true;
  private volatile boolean established;
  private volatile boolean held;

  @Override
  public long id() {
    return 7;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
  }

  @Override
  public InetSocketAddress localAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 7443);
  }

  @Override
  public void servedFor(Object named) {
    owner = named;
  }

  /** For whom it is served; null until that is said. */
  public Object owner() {
    return owner;
  }

  @Override
  public synchronized boolean send(byte[] payload) {
    sent.add(payload);
    return open;
  }

  @Override
  public synchronized boolean sendAll(List<byte[]> payloads) {
    sent.addAll(payloads);
    return open;
  }

  @Override
  public synchronized boolean queue(DeferredPayload payload) {
    payload.writeTo(length -> {
      byte[] bytes = new byte[length];
      sent.add(bytes);
      return ByteBuffer.wrap(bytes);
    });
    return open;
  }

  @Override
  public void flush() {
    flushes.incrementAndGet();
  }

  /** As if that thread wrote to it; otherwise it is the caller's, and the same for all. */
  public void writtenBy(Executor thread) {
    writer = thread;
  }

  @Override
  public Executor writer() {
    return writer;
  }

  @Override
  public void flushNow() {
    flush();
  }

  public int flushes() {
    return flushes.get();
  }

  /** What was sent since the last call, in order. */
  public synchronized List<byte[]> takeSent() {
    List<byte[]> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }

  @Override
  public void established() {
    established = true;
  }

  public boolean isEstablished() {
    return established;
  }

  @Override
  public void close() {
    open = false;
  }

  /** Counts every release, so that a test sees a second one. */
  @Override
  public InFlightPermit acquirePermit() {
    acquired.incrementAndGet();
    return released::incrementAndGet;
  }

  @Override
  public InFlightPermit hold() {
    held = true;
    return () -> held = false;
  }

  /** Whether nothing more would be delivered. */
  public boolean isHeld() {
    return held;
  }

  public int acquiredPermits() {
    return acquired.get();
  }

  public int releasedPermits() {
    return released.get();
  }

  /** Has a frame wait that has arrived behind the one that is delivered. */
  public synchronized void arrive(byte[] payload) {
    waiting.add(payload);
  }

  /** Something that another thread does just before the next frame is asked for. */
  public void beforeNextFrame(Runnable interference) {
    beforeNextFrame = interference;
  }

  @Override
  public synchronized byte[] nextFrame() {
    beforeNextFrame.run();
    return held || !open ? null : waiting.poll();
  }

  @Override
  public Object state() {
    return state;
  }

  @Override
  public void state(Object next) {
    state = next;
  }

  @Override
  public boolean isOpen() {
    return open;
  }
}
