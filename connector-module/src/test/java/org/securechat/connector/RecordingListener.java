package org.securechat.connector;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.FrameListener;
import org.securechat.connector.contract.ProtocolViolation;

/** An endpoint that notes every call, by connection, and complains when two overlap. */
class RecordingListener implements FrameListener {

  private final Map<Long, List<String>> calls = new ConcurrentHashMap<>();
  private final Map<Long, AtomicInteger> inside = new ConcurrentHashMap<>();
  final List<String> faults = java.util.Collections.synchronizedList(new ArrayList<>());
  final List<Connection> connections = java.util.Collections.synchronizedList(new ArrayList<>());

  /** What was called for the nth connection, in order. */
  List<String> calls(int connection) {
    if (connections.size() <= connection) {
      return List.of();
    }
    List<String> list = calls.get(connections.get(connection).id());
    synchronized (list) {
      return List.copyOf(list);
    }
  }

  int count(String call) {
    int count = 0;
    for (int i = 0; i < connections.size(); i++) {
      count += (int) calls(i).stream().filter(call::equals).count();
    }
    return count;
  }

  private void record(Connection connection, String call, Runnable body) {
    AtomicInteger here = inside.computeIfAbsent(connection.id(), id -> new AtomicInteger());
    if (here.incrementAndGet() != 1) {
      faults.add("overlapping call: " + call);
    }
    try {
      List<String> list = calls.get(connection.id());
      synchronized (list) {
        if (!list.isEmpty() && list.get(list.size() - 1).equals("closed")) {
          faults.add("after closed: " + call);
        }
        list.add(call);
      }
      body.run();
    } finally {
      here.decrementAndGet();
    }
  }

  @Override
  public final void opened(Connection connection) {
    calls.put(connection.id(), new ArrayList<>());
    connections.add(connection);
    record(connection, "opened", () -> onOpened(connection));
  }

  @Override
  public final void frame(Connection connection, byte[] payload) {
    String text = new String(payload, StandardCharsets.UTF_8);
    record(connection, text, () -> onFrame(connection, text));
  }

  @Override
  public final void protocolViolation(Connection connection, ProtocolViolation violation) {
    record(connection, violation.name(), () -> onViolated(connection, violation));
  }

  @Override
  public final void closed(Connection connection) {
    record(connection, "closed", () -> onClosed(connection));
  }

  void onOpened(Connection connection) {}

  void onFrame(Connection connection, String text) {}

  void onViolated(Connection connection, ProtocolViolation violation) {}

  void onClosed(Connection connection) {}

  static boolean send(Connection connection, String text) {
    return connection.send(text.getBytes(StandardCharsets.UTF_8));
  }
}
