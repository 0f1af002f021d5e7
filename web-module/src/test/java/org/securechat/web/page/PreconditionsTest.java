package org.securechat.web.page;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.AdministrationException.Reason;

class PreconditionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"\"7\"", "*", " \"7\" ", "\"3\", \"7\"", "\"theirs\",\"7\""})
  void whatNamesTheVersionFits(String ifMatch) {
    assertThatCode(() -> Preconditions.expected(ifMatch).check(7)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"6\"", "W/\"7\"", "\"07\"", "\"\"", "\"theirs\"", "\"-7\"", "\"3\",\"6\""})
  void whatNamesAnotherIsStale(String ifMatch) {
    assertRefused(() -> Preconditions.expected(ifMatch).check(7), Reason.STALE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "\"7", "7\"", "\"7\" \"8\"", "\"7\"x", "*,\"7\"", ",\"7\""})
  void whatIsNoTagIsMalformed(String ifMatch) {
    assertRefused(() -> Preconditions.expected(ifMatch), Reason.INVALID);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void aChangeMustSayWhatItIsMeantFor(String ifMatch) {
    assertRefused(() -> Preconditions.expected(ifMatch), Reason.UNCONDITIONAL);
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call)
        .asInstanceOf(type(AdministrationException.class))
        .returns(reason, AdministrationException::reason);
  }
}
