package org.securechat.server.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.server.DomainException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.PasswordAuthentication;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.endpoint.AccessAudit;
import org.securechat.server.endpoint.ProtocolErrors;

/** The commands that classic clients send under encryption: register and login. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ClassicCommands {
  private static final int MAX_NAME = 254;
  private static final int MAX_PASSWORD = 1_024;

  private final PasswordAuthentication accounts;
  private final AccessAudit audit;

  /** For the container's proxy. */
  public ClassicCommands() {
    this(null, null);
  }

  @Inject
  public ClassicCommands(PasswordAuthentication accounts, AccessAudit audit) {
    this.accounts = accounts;
    this.audit = audit;
  }

  /** The answer, whatever the command was; its words are those of the original where it had any. */
  public ObjectNode answer(ObjectNode command, PeerIdentity peer, InetSocketAddress address) {
    try {
      // A command without a type is one that is not known, as with the original.
      return switch (command.path("type").asText()) {
        case "register" -> register(command, peer, address);
        case "login" -> login(command, peer, address);
        default -> refused("unknown cmd", "BAD_MESSAGE");
      };
    } catch (JsonException e) {
      return refused("bad request: " + e.getMessage(), "BAD_MESSAGE");
    }
  }

  private interface Attempt {
    ObjectNode make();
  }

  /** What the account service refuses is answered, and is on record. */
  private ObjectNode audited(
      AuditAction failed,
      String claimed,
      PeerIdentity peer,
      InetSocketAddress address,
      Attempt attempt) {
    try {
      return attempt.make();
    } catch (DomainException e) {
      ErrorCode code = ProtocolErrors.code(e);
      ClassicLog.commandRefused(address, code.wireName(), e.getMessage());
      audit.classicRefused(address.getAddress(), peer, failed, claimed, code);
      return refused(words(code), code.wireName().toUpperCase(Locale.ROOT));
    }
  }

  private ObjectNode register(ObjectNode command, PeerIdentity peer, InetSocketAddress address)
      throws JsonException {
    // The original asks for one; accounts have none here.
    Json.text(command, "email", MAX_NAME);
    String username = Json.text(command, "username", MAX_NAME);
    char[] password = password(command);
    try {
      return audited(
          AuditAction.USER_REGISTER_FAILED,
          username,
          peer,
          address,
          () -> {
            accounts.register(username, password, peer, address.getAddress());
            return Json.object().put("status", "ok").put("msg", "registered");
          });
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private ObjectNode login(ObjectNode command, PeerIdentity peer, InetSocketAddress address)
      throws JsonException {
    String email = Json.text(command, "email", MAX_NAME);
    char[] password = password(command);
    try {
      return audited(
          AuditAction.CHAT_LOGIN_FAILED,
          email,
          peer,
          address,
          () -> {
            AuthenticatedUser user = accounts.login(email, password, peer, address.getAddress());
            audit.classicLoggedIn(address.getAddress(), peer, user.username());
            return Json.object().put("status", "ok").put("msg", "ok");
          });
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static char[] password(ObjectNode command) throws JsonException {
    byte[] bytes = Json.base64UpTo(command, "pwd", MAX_PASSWORD);
    try {
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      char[] password = new char[decoded.remaining()];
      decoded.get(password);
      Arrays.fill(decoded.array(), '\0');
      return password;
    } catch (CharacterCodingException e) {
      throw new JsonException("pwd is not UTF-8");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static ObjectNode refused(String words, String code) {
    return Json.object().put("status", "error").put("msg", words).put("code", code);
  }

  private static String words(ErrorCode code) {
    return switch (code) {
      case BAD_CREDENTIALS, DISABLED, IDENTITY_MISMATCH -> "invalid credentials";
      case NAME_TAKEN -> "email or username taken";
      case RATE_LIMITED -> "too many attempts, try again later";
      case BAD_REQUEST -> "bad request: username or password not acceptable";
      // Only a key that is too costly to compute is forbidden here.
      case FORBIDDEN ->
          "this account's password is too costly to check here: use a SecureChat client, or ask an"
              + " administrator for a new password";
      case NOT_LOGGED_IN,
          NO_SUCH_ROOM,
          NO_SUCH_USER,
          NO_SUCH_MESSAGE,
          NO_SUCH_FILE,
          FILE_REFUSED,
          BLOCKED,
          MUTED,
          TOO_SOON,
          UNSUPPORTED_KIND,
          FORK,
          REPLAYED,
          SIGNATURE_INVALID,
          LIMIT_REACHED,
          TOO_LARGE,
          UNAVAILABLE ->
          "not available, try again later";
    };
  }
}
