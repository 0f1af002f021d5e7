package org.securechat.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.evidence.AuditPayload;

class AuditEventTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\ud83d", "\udc00x", "\u0000", "\u0085", "\"\\", "😀"})
  void noTextKeepsAnEventOutOfTheLog(String odd) throws Exception {
    String longer = odd + "x".repeat(600) + odd;
    AuditEvent event =
        AuditEvent.of(AuditAction.USER_DISABLE)
            .by(longer)
            .as(odd, longer)
            .on(longer)
            .from(longer)
            .with("a", longer)
            .at(Instant.EPOCH);

    AuditPayload payload = AuditPayload.parse(event.payload().encode());

    assertThat(payload.subject()).hasSizeLessThanOrEqualTo(AuditPayload.MAX_NAME);
    assertThat(payload.details().get("a")).hasSizeLessThanOrEqualTo(AuditPayload.MAX_DETAIL);
  }

  @Test
  void aCharacterIsNotCutInHalf() {
    AuditEvent event =
        AuditEvent.of(AuditAction.USER_DISABLE).on("x" + "😀".repeat(200)).at(Instant.EPOCH);

    assertThat(event.subject()).isEqualTo("x" + "😀".repeat((AuditPayload.MAX_NAME - 1) / 2));
    assertThat(event.payload().encode()).isNotEmpty();
  }

  @Test
  void whoeverDidItWithoutANameIsNobody() {
    assertThat(AuditEvent.of(AuditAction.USER_DISABLE).by("").actor()).isEqualTo(AuditEvent.NOBODY);
  }

  @Test
  void anEventDoesNotChange() {
    AuditEvent event = AuditEvent.of(AuditAction.USER_DISABLE).with("a", "1").at(Instant.EPOCH);
    event.with("b", "2").on("alice").denied();

    assertThat(event.payload().details()).containsOnlyKeys("a");
    assertThat(event.subject()).isEmpty();
    assertThat(event.outcome()).isEqualTo(AuditPayload.Outcome.SUCCESS);
  }
}
