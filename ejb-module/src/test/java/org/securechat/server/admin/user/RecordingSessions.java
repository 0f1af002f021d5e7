package org.securechat.server.admin.user;

import java.util.ArrayList;
import java.util.List;
import org.securechat.server.session.EndReason;
import org.securechat.server.session.OpenSessions;

/** Keeps whose sessions were ended. */
final class RecordingSessions extends OpenSessions {
  final List<String> ended = new ArrayList<>();

  @Override
  public int endOf(String username, EndReason reason) {
    ended.add(username + " " + reason);
    return 1;
  }
}
