package org.securechat.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.securechat.testkit.MutableClock;

class AuditEventAggregatorTest {
  private static final AggregationLimits LIMITS =
      new AggregationLimits(50, 5, 20, Duration.ofMinutes(1));

  private final MutableClock clock = new MutableClock();
  private final AuditEventAggregator aggregator = new AuditEventAggregator(clock, LIMITS);

  @Test
  void theFirstIsDueAtOnceAndRepetitionsWithTheirCountAfterTheWindow() {
    fail("192.0.2.7", "alice");
    assertThat(aggregator.due()).singleElement().matches(event -> event.count() == 1);

    for (int i = 0; i < 1000; i++) {
      fail("192.0.2.7", "alice");
    }
    clock.advance(Duration.ofSeconds(59));
    assertThat(aggregator.due()).isEmpty();
    clock.advance(Duration.ofSeconds(1));

    AuditEvent event = aggregator.due().get(0);
    assertThat(event.count()).isEqualTo(1000);
    assertThat(event.subject()).isEqualTo("alice");
    assertThat(event.at(clock.instant()).payload().details())
        .containsEntry("first_at", "2026-11-22T19:00:00Z");
    assertThat(aggregator.due()).isEmpty();
  }

  @Test
  void refusalsOfDifferentPeopleHaveLinesOfTheirOwn() {
    fail("192.0.2.7", "alice");
    fail("192.0.2.7", "bob");
    fail("192.0.2.7", "alice");

    assertThat(aggregator.due())
        .extracting(AuditEvent::subject)
        .containsExactlyInAnyOrder("alice", "bob");
  }

  @Test
  void whatDifferentAdministratorsMayNotDoHasLinesOfItsOwn() {
    for (String name : new String[] {"alice", "bob", "alice", "alice"}) {
      aggregator.add(
          event(AuditAction.ADMINISTRATOR_DENIED, "192.0.2.7", "DELETE users/carol")
              .by(name)
              .denied());
    }

    assertThat(aggregator.due())
        .extracting(AuditEvent::actor)
        .containsExactlyInAnyOrder("alice", "bob");
  }

  @Test
  void refusalsOfDifferentCertificatesHaveLinesOfTheirOwn() {
    for (String certificate : new String[] {"aa", "bb", "aa"}) {
      aggregator.add(
          event(AuditAction.CHAT_CERTIFICATE_REFUSED, "192.0.2.7", "")
              .denied()
              .with("certificate", certificate));
    }

    assertThat(aggregator.due()).hasSize(2);
  }

  @Test
  void oneSourceThatTriesManyNamesHasLinesForSomeAndOneForTheRest() {
    for (int i = 0; i < 1000; i++) {
      fail("192.0.2.7", "user" + i);
    }
    fail("192.0.2.8", "alice");

    List<AuditEvent> due = aggregator.due();
    assertThat(due).hasSize(5 + 1 + 1);
    assertThat(due).extracting(AuditEvent::source).contains("192.0.2.8");
    assertThat(due)
        .filteredOn(event -> event.count() > 1)
        .singleElement()
        .matches(event -> event.count() == 995)
        .satisfies(
            event -> assertThat(event.payload().details()).containsEntry("first_subject", "user5"));
  }

  @Test
  void sourceHasLinesForPeopleAgainWhenTheWindowHasPassed() {
    for (int i = 0; i < 100; i++) {
      fail("192.0.2.7", "user" + i);
    }
    aggregator.due();
    clock.advance(Duration.ofMinutes(1));
    aggregator.due();
    fail("192.0.2.7", "alice");

    assertThat(aggregator.due()).extracting(AuditEvent::subject).containsExactly("alice");
  }

  @Test
  void whenThereIsNoLaterWhatIsNotDueComesToo() {
    fail("192.0.2.7", "alice");
    assertThat(aggregator.due()).hasSize(1);
    fail("192.0.2.7", "bob");
    fail("192.0.2.8", "bob");

    assertThat(aggregator.rest()).extracting(AuditEvent::source).contains("192.0.2.7", "192.0.2.8");
    assertThat(aggregator.rest()).isEmpty();
  }

  @Test
  void sourcesActionsAndOutcomesAreToldApart() {
    fail("192.0.2.7", "alice");
    fail("192.0.2.8", "alice");
    aggregator.add(event(AuditAction.USER_REGISTER_FAILED, "192.0.2.7", "alice").failed());
    aggregator.add(event(AuditAction.CHAT_LOGIN_FAILED, "192.0.2.7", "alice").denied());

    assertThat(aggregator.due()).hasSize(4);
  }

  @Test
  void whatSucceededIsToldApartByWhomItConcerns() {
    aggregator.add(event(AuditAction.CHAT_LOGIN, "192.0.2.7", "alice"));
    aggregator.add(event(AuditAction.CHAT_LOGIN, "192.0.2.7", "bob"));

    assertThat(aggregator.due()).hasSize(2);
  }

  @Test
  void anAttackFromEverywhereIsBoundedAndWhatIsLeftOutIsCounted() {
    long told = 0;
    int lines = 0;
    for (int second = 0; second < 600; second++) {
      for (int i = 0; i < 100; i++) {
        fail("10.%d.%d.%d".formatted(second % 7, second % 251, i), "alice");
      }
      List<AuditEvent> due = aggregator.due();
      lines += due.size();
      told += due.stream().mapToLong(AuditEvent::count).sum();
      clock.advance(Duration.ofSeconds(1));
    }
    // Ten minutes of 20 lines each, as many at once at the start, and one a minute about the rest.
    assertThat(lines).isLessThanOrEqualTo(10 * 20 + 20 + 10).isGreaterThan(10 * 20);
    for (int minute = 0; minute < 10; minute++) {
      clock.advance(Duration.ofMinutes(1));
      told += aggregator.due().stream().mapToLong(AuditEvent::count).sum();
    }
    assertThat(told).isEqualTo(600 * 100);
  }

  @Test
  void whatWasLeftOutHasItsOwnAction() {
    for (int i = 0; i < 60; i++) {
      fail("192.0.2." + i, "alice");
    }

    assertThat(aggregator.due())
        .filteredOn(event -> event.action() == AuditAction.AUDIT_DROPPED)
        .singleElement()
        .matches(event -> event.count() == 10);
  }

  @Test
  void whatCouldNotBeWrittenCountsAgain() {
    fail("192.0.2.7", "alice");
    AuditEvent lost = aggregator.due().get(0);
    fail("192.0.2.7", "alice");
    aggregator.requeue(lost);

    assertThat(aggregator.due()).singleElement().matches(event -> event.count() == 2);
  }

  private void fail(String source, String subject) {
    aggregator.add(event(AuditAction.CHAT_LOGIN_FAILED, source, subject).failed());
  }

  private AuditEvent event(AuditAction action, String source, String subject) {
    return AuditEvent.of(action).byNobody().from(source).on(subject).at(clock.instant());
  }
}
