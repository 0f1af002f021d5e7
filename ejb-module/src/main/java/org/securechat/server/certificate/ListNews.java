package org.securechat.server.certificate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.securechat.server.ServerLog;

/**
 * Logs what is wrong with lists: once, and again when it has changed. Confined to the thread of the
 * sweep.
 */
final class ListNews {
  private Set<String> unusable = Set.of();
  private Set<String> ending = Set.of();

  /** Looks at all lists. */
  void tell(CrlStatus status) {
    unusable = told(unusable(status.lists()), unusable, ServerLog::revocationListUnusable);
    ending = told(ending(status.ofIssuers()), ending, ServerLog::revocationListEnds);
  }

  private static Set<String> unusable(List<CrlInfo> lists) {
    Set<String> found = new LinkedHashSet<>();
    for (CrlInfo list : lists) {
      boolean wrong =
          switch (list.state()) {
            case CURRENT, ENDS_SOON, ENDED ->
                false; // Whether that matters, the issuers' lists tell.
            case NOT_YET, REFUSES_ONLY, UNUSABLE, UNKNOWN_ISSUER -> true;
          };
      if (wrong) {
        found.add("list of " + list.issuer() + ": " + list.reason().orElse(""));
      }
    }
    return found;
  }

  private static Set<String> ending(List<IssuerLists> issuers) {
    Set<String> found = new LinkedHashSet<>();
    issuers.stream().filter(each -> each.state().isTold()).forEach(each -> found.add(each.text()));
    return found;
  }

  private static Set<String> told(Set<String> now, Set<String> before, Consumer<String> log) {
    now.stream().filter(text -> !before.contains(text)).forEach(log);
    return now;
  }
}
