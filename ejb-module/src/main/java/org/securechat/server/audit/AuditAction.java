package org.securechat.server.audit;

/**
 * What can be in the audit log, with its meaning. The operations guide lists every one; a test
 * compares. The text on record never changes.
 */
public enum AuditAction {
  /** The record of this server begins: the first line of every audit log, before any room's. */
  RECORD_BEGIN("record.begin"),

  /** The operator has started the server on a database that is older than its signed heads say. */
  ROLLBACK_ACCEPTED("rollback.accepted"),

  /** The server began to accept connections. */
  SERVER_START("server.start"),

  /** The operator has started this server on a database to which another one was writing. */
  SERVER_TAKEOVER("server.takeover"),

  /** The server stopped accepting connections. */
  SERVER_STOP("server.stop"),

  /** The server took a renewed certificate from its files while it was running. */
  SERVER_CERTIFICATE("server.certificate"),

  /** Events were not written one by one, because there were too many; the count says how many. */
  AUDIT_DROPPED("audit.dropped"),

  /** An administrator or auditor searched the audit log. */
  AUDIT_QUERY("audit.query"),

  /** An administrator or auditor read one line of the audit log. */
  AUDIT_READ("audit.read"),

  /** An administrator or auditor exported lines of the audit log as an evidence bundle. */
  AUDIT_EXPORT("audit.export"),

  /** An administrator or auditor had the audit log's chain verified. */
  AUDIT_VERIFY("audit.verify"),

  /** A user logged in to the chat; only if {@code securechat.audit.logins} is set. */
  CHAT_LOGIN("chat.login"),

  /** A login to the chat failed or was refused for now. */
  CHAT_LOGIN_FAILED("chat.login.failed"),

  /** A user registered. */
  USER_REGISTER("user.register"),

  /** A registration failed or was refused for now. */
  USER_REGISTER_FAILED("user.register.failed"),

  /** A peer was refused because of its certificate. */
  CHAT_CERTIFICATE_REFUSED("chat.certificate.refused"),

  /** An administrator made a user's account. */
  USER_CREATE("user.create"),

  /** An administrator locked a user out. */
  USER_DISABLE("user.disable"),

  /** An administrator let a user in again. */
  USER_ENABLE("user.enable"),

  /** An administrator marked a user's account as one by which a program speaks. */
  USER_BOT("user.bot"),

  /** An administrator marked a user's account as a person's again. */
  USER_PERSON("user.person"),

  /** An administrator replaced or removed a user's password. */
  USER_PASSWORD("user.password"),

  /** An administrator had a user's personal data erased. */
  USER_ERASE("user.erase"),

  /** An administrator asked what erasing a user would do. */
  USER_ERASURE_PREVIEW("user.erasure.preview"),

  /** An operator ended a session, or all of a user's. */
  SESSION_END("session.end"),

  /** An administrator revoked a certificate. */
  CERTIFICATE_REVOKE("certificate.revoke"),

  /** An administrator uploaded a revocation list. */
  CRL_UPLOAD("crl.upload"),

  /** An administrator made a room. */
  ROOM_CREATE("room.create"),

  /** A room was archived: it takes no more messages. */
  ROOM_ARCHIVE("room.archive"),

  /** An archived room was opened again. */
  ROOM_REOPEN("room.reopen"),

  /** A room that had lost its owner got another. */
  ROOM_OWNER("room.owner"),

  /** A room's retention or legal hold was set. */
  ROOM_RETENTION("room.retention"),

  /** An administrator made a way into a room for programs without an account. */
  WEBHOOK_CREATE("webhook.create"),

  /** An administrator revoked one. */
  WEBHOOK_REVOKE("webhook.revoke"),

  /** Retention erased messages of a room. */
  ROOM_ERASE("room.erase"),

  /** A file that a user has brought was refused, because the scanner has found something in it. */
  FILE_REFUSED("file.refused"),

  /** The erasure of a user's messages in all rooms begins. */
  USER_MESSAGES_ERASE("user.messages.erase"),

  /** A message was refused because its author and this server have different histories. */
  MESSAGE_FORK("message.fork"),

  /** A user's messages were erased; the details say how many, and how many rooms keep theirs. */
  USER_MESSAGES_ERASED("user.messages.erased"),

  /** An administrator or auditor asked which lines of a room are of a time or a user. */
  TRANSCRIPT_RANGE("transcript.range"),

  /** An administrator or auditor searched in what was said in a room. */
  TRANSCRIPT_SEARCH("transcript.search"),

  /** An administrator or auditor asked in which rooms a user took part. */
  USER_ROOMS("user.rooms"),

  /** An administrator or auditor exported a room's transcript. */
  TRANSCRIPT_EXPORT("transcript.export"),

  /** An administrator or auditor exported a room's record as an evidence bundle. */
  BUNDLE_EXPORT("bundle.export"),

  /** An administrator or auditor searched the receipts. */
  RECEIPT_QUERY("receipt.query"),

  /** An administrator or auditor read a receipt. */
  RECEIPT_READ("receipt.read"),

  /** A login to the administration interface failed or was refused for now. */
  ADMINISTRATOR_LOGIN_FAILED("administrator.login.failed"),

  /** A known caller asked for something that the role does not permit. */
  ADMINISTRATOR_DENIED("administrator.denied"),

  /** An administrator was made. */
  ADMINISTRATOR_CREATE("administrator.create"),

  /** On the machine itself, an administrator was given a new password or certificate. */
  ADMINISTRATOR_REPLACE("administrator.replace"),

  /** An administrator's password was replaced. */
  ADMINISTRATOR_PASSWORD("administrator.password"),

  /** The certificate that logs an administrator in was set. */
  ADMINISTRATOR_CERTIFICATE("administrator.certificate"),

  /** An administrator was given another role. */
  ADMINISTRATOR_ROLE("administrator.role"),

  /** An administrator was locked out. */
  ADMINISTRATOR_DISABLE("administrator.disable"),

  /** An administrator was let in again. */
  ADMINISTRATOR_ENABLE("administrator.enable"),

  /** An administrator was removed. */
  ADMINISTRATOR_DELETE("administrator.delete"),

  /** A backup was taken from the running server, on the machine itself. */
  DATABASE_BACKUP("database.backup");

  private final String text;

  AuditAction(String text) {
    this.text = text;
  }

  /** The action as it stands in the audit log. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
