package org.securechat.server.account;

import jakarta.ejb.ApplicationException;

/** Another account has the username or the e-mail address; which of them is nobody's business. */
@ApplicationException(rollback = true)
public class NameTakenException extends Exception {
  NameTakenException() {
    super("the username or the e-mail address is taken", null, false, false);
  }
}
