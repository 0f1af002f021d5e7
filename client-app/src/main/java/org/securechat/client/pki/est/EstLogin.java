package org.securechat.client.pki.est;

import java.util.Arrays;
import org.securechat.client.ClientException;

/**
 * The name and the password that an EST server may ask for. The password is asked of the user when
 * the server asks for it, and not before.
 *
 * @param user as the server knows the person
 * @param source gives the password, which is wiped after its use
 */
public record EstLogin(String user, Source source) {

  /** Where the password comes from. */
  @FunctionalInterface
  public interface Source {
    /** The password. */
    char[] password() throws ClientException;
  }

  /** What answers a server's challenge. */
  String answer(HttpChallenge challenge, String method, String uri) throws ClientException {
    char[] password = source.password();
    try {
      return challenge.answer(user, password, method, uri);
    } finally {
      Arrays.fill(password, '\0');
    }
  }
}
