package org.securechat.server.audit;

/**
 * What can be in the audit log, with its meaning. The operations guide lists every one; a test
 * compares.
 */
public final class AuditActions {
  /** The actor of what is done by somebody who has not proved who they are. */
  public static final String NOBODY = "@nobody";

  /** The server began to accept connections. */
  public static final String SERVER_START = "server.start";

  public static final String SERVER_STOP = "server.stop";

  /** Events were not written one by one, because there were too many; the count says how many. */
  public static final String AUDIT_DROPPED = "audit.dropped";

  /** Somebody searched the audit log. */
  public static final String AUDIT_QUERY = "audit.query";

  /** Somebody read one line of the audit log. */
  public static final String AUDIT_READ = "audit.read";

  /** Somebody took a stretch of the audit log away as an evidence bundle. */
  public static final String AUDIT_EXPORT = "audit.export";

  /** Somebody had the audit log's chain verified. */
  public static final String AUDIT_VERIFY = "audit.verify";

  /** A user logged in to the chat; only if {@code securechat.audit.logins} is set. */
  public static final String CHAT_LOGIN = "chat.login";

  /** A login to the chat failed or was put off. */
  public static final String CHAT_LOGIN_FAILED = "chat.login.failed";

  /** A user registered. */
  public static final String USER_REGISTER = "user.register";

  /** A registration failed or was put off. */
  public static final String USER_REGISTER_FAILED = "user.register.failed";

  /** A peer was refused because of its certificate. */
  public static final String CHAT_CERTIFICATE_REFUSED = "chat.certificate.refused";

  /** An administrator made a user's account. */
  public static final String USER_CREATE = "user.create";

  /** An administrator locked a user out. */
  public static final String USER_DISABLE = "user.disable";

  /** An administrator let a user in again. */
  public static final String USER_ENABLE = "user.enable";

  /** An administrator replaced, or took away, a user's password. */
  public static final String USER_PASSWORD = "user.password";

  /** An administrator had a user's personal data erased. */
  public static final String USER_ERASE = "user.erase";

  /** An operator ended a session, or all of a user's. */
  public static final String SESSION_END = "session.end";

  /** An administrator revoked a certificate. */
  public static final String CERTIFICATE_REVOKE = "certificate.revoke";

  /** An administrator uploaded a revocation list. */
  public static final String CRL_UPLOAD = "crl.upload";

  /** An administrator made a room. */
  public static final String ROOM_CREATE = "room.create";

  /** A room was archived: it takes no more messages. */
  public static final String ROOM_ARCHIVE = "room.archive";

  /** An archived room was opened again. */
  public static final String ROOM_REOPEN = "room.reopen";

  /** A room's retention or legal hold was set. */
  public static final String ROOM_RETENTION = "room.retention";

  /** Retention erased what was said in a room. */
  public static final String ROOM_ERASE = "room.erase";

  /** What a user has said is about to be erased in all rooms. */
  public static final String USER_MESSAGES_ERASE = "user.messages.erase";

  /** What a user has said was erased; the details say how much, and how many rooms keep theirs. */
  public static final String USER_MESSAGES_ERASED = "user.messages.erased";

  /** Somebody took a room's transcript away. */
  public static final String TRANSCRIPT_EXPORT = "transcript.export";

  /** Somebody took a room's record away as an evidence bundle. */
  public static final String BUNDLE_EXPORT = "bundle.export";

  /** Somebody searched the receipts. */
  public static final String RECEIPT_QUERY = "receipt.query";

  /** Somebody read a receipt. */
  public static final String RECEIPT_READ = "receipt.read";

  /** A login to the administration interface failed or was put off. */
  public static final String ADMINISTRATOR_LOGIN_FAILED = "administrator.login.failed";

  /** Somebody who is known asked for something that their role does not permit. */
  public static final String ADMINISTRATOR_DENIED = "administrator.denied";

  /** An administrator was made. */
  public static final String ADMINISTRATOR_CREATE = "administrator.create";

  /** On the machine itself, an administrator was given new means to log in. */
  public static final String ADMINISTRATOR_REPLACE = "administrator.replace";

  /** An administrator's password was replaced. */
  public static final String ADMINISTRATOR_PASSWORD = "administrator.password";

  /** It was said which certificate logs an administrator in. */
  public static final String ADMINISTRATOR_CERTIFICATE = "administrator.certificate";

  /** An administrator was given another role. */
  public static final String ADMINISTRATOR_ROLE = "administrator.role";

  /** An administrator was locked out. */
  public static final String ADMINISTRATOR_DISABLE = "administrator.disable";

  /** An administrator was let in again. */
  public static final String ADMINISTRATOR_ENABLE = "administrator.enable";

  /** An administrator was removed. */
  public static final String ADMINISTRATOR_DELETE = "administrator.delete";

  /** Somebody on the machine has taken a backup from the running server. */
  public static final String DATABASE_BACKUP = "database.backup";

  private AuditActions() {}
}
