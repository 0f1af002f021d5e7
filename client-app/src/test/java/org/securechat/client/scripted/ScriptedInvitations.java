package org.securechat.client.scripted;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.Visibility;

/** Invitations and blocks of the users of a scripted server. */
public final class ScriptedInvitations {
  /** Small, so that every test with some entries turns a page. */
  private static final int PAGE = 2;

  private final Map<String, ConcurrentSkipListMap<String, Answer.Invited>> open =
      new ConcurrentHashMap<>();
  private final Map<String, Set<String>> blocks = new ConcurrentHashMap<>();

  /** A user is invited to a private room. */
  public void invite(String user, String room, String by) {
    open(user)
        .put(room, new Answer.Invited(room, Visibility.PRIVATE, by, "2026-11-22T00:00:00.000Z"));
  }

  void decline(String user, String room) {
    open(user).remove(room);
  }

  void block(String user, String other) {
    blocks(user).add(other);
    open(user).values().removeIf(invited -> invited.by().equals(other));
  }

  void unblock(String user, String other) {
    blocks(user).remove(other);
  }

  Answer.InvitationsAnswer page(String user, Request.Invitations request) {
    List<Answer.Invited> behind =
        List.copyOf(open(user).tailMap(request.after().orElse(""), false).values());
    return new Answer.InvitationsAnswer(page(behind), behind.size() > PAGE);
  }

  Answer.BlockedAnswer page(String user, Request.Blocked request) {
    Optional<String> after = request.after();
    List<String> behind =
        blocks(user).stream()
            .filter(name -> after.isEmpty() || name.compareTo(after.get()) > 0)
            .toList();
    return new Answer.BlockedAnswer(page(behind), behind.size() > PAGE);
  }

  private static <T> List<T> page(List<T> behind) {
    return behind.subList(0, Math.min(PAGE, behind.size()));
  }

  private ConcurrentSkipListMap<String, Answer.Invited> open(String user) {
    return open.computeIfAbsent(user, _ -> new ConcurrentSkipListMap<>());
  }

  private Set<String> blocks(String user) {
    return blocks.computeIfAbsent(user, _ -> new ConcurrentSkipListSet<>());
  }
}
