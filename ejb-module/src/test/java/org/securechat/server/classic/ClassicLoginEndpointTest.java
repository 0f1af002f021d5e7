package org.securechat.server.classic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.account.AccountException;
import org.securechat.server.account.AccountException.Reason;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.PasswordAuthentication;

/** CLASSIC.md, "Login": each line in its place, and the words of the original. */
class ClassicLoginEndpointTest {
  private static final String LOGIN =
      "{\"type\":\"login\",\"email\":\"carol@example.org\",\"pwd\":\"c2VjcmV0\"}";
  private static final String REGISTER =
      "{\"type\":\"register\",\"email\":\"carol@example.org\",\"username\":\"carol\","
          + "\"pwd\":\"c2VjcmV0\"}";

  private final Accounts accounts = new Accounts();
  private final RecordedAccess audit = new RecordedAccess();
  private final ClassicPeer peer =
      new ClassicPeer(
          new ClassicLoginEndpoint(
              ClassicPeer.keys(), new ClassicCommands(accounts, audit), audit));

  @Test
  void commandsAreAnsweredInTheWordsOfTheOriginal() throws Exception {
    peer.loggingIn();
    assertThat(peer.answerTo(REGISTER).toString())
        .isEqualTo("{\"status\":\"ok\",\"msg\":\"registered\"}");
    assertThat(peer.answerTo(LOGIN).toString()).isEqualTo("{\"status\":\"ok\",\"msg\":\"ok\"}");
    assertThat(accounts.passwords).containsExactly("secret", "secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"type\":\"login\"}",
        "{\"type\":\"hello\"}",
        "{\"type\":5}",
        "{\"type\":null}",
        "{\"type\":[\"enc\"]}",
        "{\"type\":\"ENC\"}",
        "{\"iv\":\"AAAA\",\"ct\":\"AAAA\"}"
      })
  @DisplayName("a plain line without a known type is \"expected enc\", and the connection stays")
  void plainLineIsExpectedEnc(String line) {
    peer.loggingIn().say(line);

    assertError("expected enc", "EXPECTED_ENC");
    assertThat(peer.wire().isOpen()).isTrue();
  }

  @Test
  void typeOfAnyLengthIsExpectedEnc() {
    peer.loggingIn().say("{\"type\":\"" + "x".repeat(5_000) + "\"}");

    assertError("expected enc", "EXPECTED_ENC");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"type\":\"dance\"}",
        "{\"type\":5}",
        "{\"type\":null}",
        "{\"type\":{}}",
        "{\"type\":\"Login\"}",
        "{\"type\":\"\"}",
        "{\"email\":\"carol@example.org\",\"pwd\":\"c2VjcmV0\"}"
      })
  @DisplayName("a command without a known type is \"unknown cmd\"")
  void commandWithoutAKnownTypeIsUnknown(String command) throws Exception {
    ObjectNode answer = peer.loggingIn().answerTo(command);

    assertThat(answer.path("status").asText()).isEqualTo("error");
    assertThat(answer.path("msg").asText()).isEqualTo("unknown cmd");
    assertThat(accounts.passwords).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "nonsense", "5", "", "{\"type\":\"login\"} {}"})
  @DisplayName("what decrypts to no JSON object is answered as bad padding is")
  void whatIsNoCommandIsUndecipherable(String command) {
    peer.loggingIn().say(peer.sealed(command));

    assertError("decrypt failed", "DECRYPT_FAIL");
  }

  @Test
  void brokenCiphertextIsUndecipherable() {
    peer.loggingIn();
    ObjectNode sealed = peer.sealed(LOGIN);
    peer.say(sealed.deepCopy().put("ct", "AAAA"));
    assertError("decrypt failed", "DECRYPT_FAIL");
    peer.say(sealed.deepCopy().put("iv", "AAAA"));
    assertError("decrypt failed", "DECRYPT_FAIL");
    sealed.remove("iv");
    peer.say(sealed);
    assertError("decrypt failed", "DECRYPT_FAIL");
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_CREDENTIALS, invalid credentials, BAD_CREDENTIALS",
    "DISABLED, invalid credentials, DISABLED",
    "RATE_LIMITED, 'too many attempts, try again later', RATE_LIMITED"
  })
  void refusedLoginSaysNoMoreThanItHasTo(Reason reason, String msg, String code) throws Exception {
    accounts.refusal = new AccountException(reason, "alice has another password");
    ObjectNode answer = peer.loggingIn().answerTo(LOGIN);

    assertThat(answer.path("msg").asText()).isEqualTo(msg);
    assertThat(answer.path("code").asText()).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyRefusalIsAnErrorWithoutItsReason(Reason reason) throws Exception {
    accounts.refusal = new AccountException(reason, "a detail for the log");
    ObjectNode answer = peer.loggingIn().answerTo(REGISTER);

    assertThat(answer.path("status").asText()).isEqualTo("error");
    assertThat(answer.toString()).doesNotContain("a detail for the log");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"login\",\"email\":\"carol@example.org\"}",
        "{\"type\":\"login\",\"pwd\":\"c2VjcmV0\"}",
        "{\"type\":\"login\",\"email\":5,\"pwd\":\"c2VjcmV0\"}",
        "{\"type\":\"login\",\"email\":\"carol@example.org\",\"pwd\":\"c2VjcmV\"}",
        "{\"type\":\"login\",\"email\":\"carol@example.org\",\"pwd\":\"/w==\"}",
        "{\"type\":\"register\",\"email\":\"carol@example.org\",\"pwd\":\"c2VjcmV0\"}"
      })
  void incompleteCommandIsABadRequest(String command) throws Exception {
    ObjectNode answer = peer.loggingIn().answerTo(command);

    assertThat(answer.path("msg").asText()).startsWith("bad request");
    assertThat(answer.path("code").asText()).isEqualTo("BAD_MESSAGE");
    assertThat(accounts.passwords).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{\"type\":\"hello\",\"nonce\":\"AAAA\"}~BAD_CERT",
        "{\"type\":\"hello\",\"cert\":\"Z2FyYmFnZQ==\",\"nonce\":\"AAAA\"}~BAD_CERT",
        "{\"type\":\"hello\",\"cert\":\"Z2FyYmFnZQ==\"}~BAD_MESSAGE",
        "{\"type\":\"cert\",\"cert\":\"Z2FyYmFnZQ==\"}~BAD_MESSAGE",
        "{\"type\":\"enc\",\"iv\":\"AAAA\",\"ct\":\"AAAA\"}~BAD_MESSAGE",
        "{}~BAD_MESSAGE",
        "nonsense~BAD_MESSAGE"
      })
  void whatIsNoGreetingEndsTheConnection(String line, String code) {
    peer.say(line);

    assertThat(peer.heard().path("code").asText()).isEqualTo(code);
    assertThat(peer.wire().isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x0", "0x1", "-0x2", "two", ""})
  void publicValueThatGivesAKnownKeyEndsTheConnection(String value) {
    peer.say(ClassicPeer.greeting("hello").put("nonce", "AAAA"));
    peer.heard();
    peer.heard();
    peer.say("{\"type\":\"dh_client_pub\",\"client_pub\":\"" + value + "\"}");

    assertError("bad message", "BAD_MESSAGE");
    assertThat(peer.wire().isOpen()).isFalse();
  }

  @Test
  void refusedCommandsAndCertificatesAreOnRecord() throws Exception {
    accounts.refusal = new AccountException(Reason.BAD_CREDENTIALS, "no");
    peer.loggingIn().answerTo(LOGIN);
    accounts.refusal = new AccountException(Reason.NAME_TAKEN, "taken");
    peer.answerTo(REGISTER);
    peer.answerTo("{\"type\":\"dance\"}");

    assertThat(audit.lines())
        .containsExactly(
            "chat.login.failed failure carol@example.org", "user.register.failed failure carol");
  }

  @Test
  void successfulLoginIsOnRecordWhereLoginsAre() throws Exception {
    peer.loggingIn().answerTo(LOGIN);

    assertThat(audit.lines()).containsExactly("chat.login success carol@example.org");
  }

  @Test
  void passwordThatWasTypedAsANameIsNotOnRecord() throws Exception {
    accounts.refusal = new AccountException(Reason.BAD_CREDENTIALS, "no");
    peer.loggingIn()
        .answerTo("{\"type\":\"login\",\"email\":\"My secret, typed here!\",\"pwd\":\"c2Vj\"}");

    assertThat(audit.lines()).containsExactly("chat.login.failed failure ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"cert\":\"Z2FyYmFnZQ==\""})
  void refusedCertificateIsOnRecord(String certificate) {
    peer.say("{\"type\":\"hello\",\"nonce\":\"AAAA\"" + certificate + "}");

    assertThat(audit.lines()).containsExactly("chat.certificate.refused denied ");
  }

  private void assertError(String msg, String code) {
    ObjectNode answer = peer.heard();
    assertThat(answer).as("an answer").isNotNull();
    assertThat(answer.path("type").asText()).isEqualTo("error");
    assertThat(answer.path("msg").asText()).isEqualTo(msg);
    assertThat(answer.path("code").asText()).isEqualTo(code);
  }

  private static final class Accounts extends PasswordAuthentication {
    private final List<String> passwords = new ArrayList<>();
    private AccountException refusal;

    @Override
    public AuthenticatedUser register(
        String username, char[] password, PeerIdentity peer, InetAddress address) {
      return called(username, password);
    }

    @Override
    public AuthenticatedUser login(
        String user, char[] password, PeerIdentity peer, InetAddress address) {
      return called(user, password);
    }

    private AuthenticatedUser called(String user, char[] password) {
      if (refusal != null) {
        throw refusal;
      }
      passwords.add(new String(password));
      return new AuthenticatedUser(UUID.randomUUID(), user);
    }
  }
}
