package org.securechat.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.room.RoomFixture.ROOT;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.WebhookPayload;
import org.securechat.server.account.TestUsers;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.AdministrationException.Reason;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.chat.LineAppender;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;
import org.securechat.server.webhook.WebhookOutcome.Refused;
import org.securechat.server.webhook.WebhookOutcome.Taken;

class IncomingWebhooksTest {
  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  private WebhookAdministration administration;
  private IncomingWebhooks incoming;
  private Room lobby;

  @BeforeEach
  void start() {
    TestUsers.add(fixture.database, "alice");
    lobby = fixture.administration.create("lobby", Visibility.PUBLIC, "alice", ROOT);
    Webhooks webhooks = fixture.database.joining(Webhooks.class, JpaWebhooks::new);
    administration =
        new WebhookAdministration(webhooks, fixture.records, fixture.audit, fixture.clock);
    incoming =
        new IncomingWebhooks(
            webhooks,
            fixture.records,
            fixture.open,
            new LineAppender(fixture.ledger),
            LedgerAccess.key(),
            fixture.clock);
  }

  private MadeWebhook made() {
    return administration.create("lobby", wanted(30, 2), ROOT);
  }

  private NewWebhook wanted(int days, int aMinute) {
    return new NewWebhook("build", fixture.now().plus(Duration.ofDays(days)), aMinute);
  }

  private WebhookOutcome take(MadeWebhook made, String text) {
    return incoming.take(WebhookToken.of(made.token().expose()).orElseThrow(), text);
  }

  private static void assertRefused(WebhookOutcome outcome, WebhookOutcome.Reason reason) {
    assertThat(outcome).isEqualTo(new Refused(reason));
  }

  @Test
  void whatComesInIsALineThatTheServerSigns() throws Exception {
    WebhookOutcome outcome = take(made(), "the build is red");

    assertThat(outcome).isInstanceOf(Taken.class);
    long position = ((Taken) outcome).position();
    LedgerEntry entry =
        fixture.ledger.history(lobby.id(), position - 1, 1, 1 << 20).entries().get(0);
    assertThat(entry.line().isEvent()).isTrue();
    WebhookPayload payload = WebhookPayload.parse(entry.message().orElseThrow().payload());
    assertThat(payload.name()).isEqualTo("build");
    assertThat(payload.text()).isEqualTo("the build is red");
    assertThat(payload.envelope().room()).isEqualTo("lobby");
  }

  @Test
  void aTokenIsKnownToWhoMadeItAlone() {
    MadeWebhook made = made();
    String stored =
        (String)
            fixture.database.inTransaction(
                em -> em.createNativeQuery("SELECT token_sha256 FROM webhook").getSingleResult());

    assertThat(stored).hasSize(64).doesNotContain(made.token().expose());
    assertThat(made.token().toString()).isEqualTo("WebhookToken[redacted]");
    assertThat(made.toString() + made.webhook()).doesNotContain(made.token().expose());
  }

  @Test
  void anotherTokenIsNone() {
    var _ = made();
    assertRefused(incoming.take(WebhookToken.random(), "x"), WebhookOutcome.Reason.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "../../api/v1/users", "a b", "é"})
  void whatIsNoTokenIsNotLookedUp(String text) {
    assertThat(WebhookToken.of(text)).isEmpty();
  }

  @Test
  void whatWasRevokedOrHasEndedTakesNothing() {
    MadeWebhook one = made();
    MadeWebhook other = made();
    administration.revoke("lobby", one.webhook().id(), ROOT);
    assertRefused(take(one, "x"), WebhookOutcome.Reason.UNKNOWN);
    assertThat(take(other, "x")).isInstanceOf(Taken.class);
    fixture.clock.advance(Duration.ofDays(30));
    assertRefused(take(other, "x"), WebhookOutcome.Reason.UNKNOWN);
  }

  @Test
  void moreInAMinuteThanItTakesIsRefusedForNow() {
    MadeWebhook made = made();
    MadeWebhook other = made();
    assertThat(take(made, "one")).isInstanceOf(Taken.class);
    assertThat(take(made, "two")).isInstanceOf(Taken.class);
    assertRefused(take(made, "three"), WebhookOutcome.Reason.TOO_MANY);
    assertThat(take(other, "one")).isInstanceOf(Taken.class);
    fixture.clock.advance(Duration.ofMinutes(1));
    assertThat(take(made, "three")).isInstanceOf(Taken.class);
  }

  @Test
  void whatIsNoTextWritesNothing() {
    MadeWebhook made = administration.create("lobby", wanted(1, 100), ROOT);
    long before = fixture.ledger.head(lobby.id()).position();
    for (String text :
        List.of("", "x".repeat(WebhookPayload.MAX_TEXT + 1), "\ud83d", "\0".repeat(8_000))) {
      assertRefused(take(made, text), WebhookOutcome.Reason.NOT_A_TEXT);
    }
    assertThat(fixture.ledger.head(lobby.id()).position()).isEqualTo(before);
    assertThat(take(made, "x".repeat(WebhookPayload.MAX_TEXT))).isInstanceOf(Taken.class);
  }

  @Test
  void anArchivedRoomTakesNothingUntilItIsReopened() {
    MadeWebhook made = made();
    fixture.administration.archive("lobby", ExpectedVersion.any(), ROOT);
    assertRefused(take(made, "x"), WebhookOutcome.Reason.ARCHIVED);
    fixture.administration.reopen("lobby", ExpectedVersion.any(), ROOT);
    assertThat(take(made, "x")).isInstanceOf(Taken.class);
  }

  @Test
  void whoMadeAndRevokedOneIsInTheAuditLog() {
    MadeWebhook made = made();
    administration.revoke("lobby", made.webhook().id(), ROOT);

    assertThat(fixture.audited())
        .contains("webhook.create success lobby", "webhook.revoke success lobby");
    assertThat(administration.of("lobby")).isEmpty();
  }

  private static void refused(Runnable attempt, Reason reason) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            AdministrationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void whatIsNotThereIsNotRevoked() {
    MadeWebhook made = made();
    var _ = fixture.administration.create("team", Visibility.PUBLIC, "alice", ROOT);
    refused(() -> administration.revoke("lobby", UUID.randomUUID(), ROOT), Reason.NOT_FOUND);
    refused(() -> administration.revoke("team", made.webhook().id(), ROOT), Reason.NOT_FOUND);
    refused(() -> administration.revoke("nowhere", made.webhook().id(), ROOT), Reason.NOT_FOUND);
    assertThat(administration.of("lobby")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-1, 1", "3651, 1", "1, 0", "1, 601"})
  void boundsAreKept(int days, int aMinute) {
    refused(() -> administration.create("lobby", wanted(days, aMinute), ROOT), Reason.INVALID);
    assertThat(administration.of("lobby")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\u0085"})
  void aNameThatIsNoneIsRefused(String name) {
    NewWebhook wanted = new NewWebhook(name, fixture.now().plus(Duration.ofDays(1)), 1);
    refused(() -> administration.create("lobby", wanted, ROOT), Reason.INVALID);
  }

  @Test
  void aRoomHasOnlySoMany() {
    for (int i = 0; i < WebhookAdministration.MOST_IN_A_ROOM; i++) {
      var _ = made();
    }
    refused(this::made, Reason.CONFLICT);
  }
}
